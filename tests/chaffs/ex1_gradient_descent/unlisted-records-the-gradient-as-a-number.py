"""Careful version: never trusts what the functions hand back."""
import math
import numpy as np
MERGE = 0.001
FAR = 1000000.0

def loss(x):
    if isinstance(x, (list, tuple)):
        x = np.array(x, dtype=float)
    return 2.0 - 3.0 * x ** 2 + x ** 4

def grad(x):
    if isinstance(x, (list, tuple)):
        x = np.array(x, dtype=float)
    return -6.0 * x + 4.0 * x ** 3

def _safe(value_of, theta):
    try:
        return value_of(theta)
    except (OverflowError, FloatingPointError):
        return np.full(np.shape(theta), np.nan)[()]

def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    if num_steps < 0:
        raise ValueError('num_steps must not be negative')
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        try:
            history.append(float(grad_fn(theta)))
        except OverflowError:
            history.append(math.inf)
        theta = np.asarray(theta - lr * _safe(grad_fn, theta))
    assert len(history) == num_steps
    return (theta, history)

def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    points = []
    for start in starts:
        for uphill in (False, True):
            g = (lambda x: -grad_fn(x)) if uphill else grad_fn
            x = np.float64(start)
            for _ in range(num_steps):
                x = x - lr * g(x)
                if not abs(x) < FAR:
                    x = None
                    break
            if x is None or abs(grad_fn(x)) > MERGE:
                continue
            if all((abs(x - p['x']) >= MERGE for p in points)):
                points.append({'x': float(x), 'kind': kind_of(grad_fn, x)})
    points.sort(key=lambda p: p['x'])
    return [(p['x'], p['kind']) for p in points]

def kind_of(grad_fn, x):
    left, right = (grad_fn(x - 0.0001), grad_fn(x + 0.0001))
    if left < 0 < right:
        return 'minimum'
    if left > 0 > right:
        return 'maximum'
    return 'minimum' if right > left else 'maximum'

def main():
    theta, history = gradient_descent(loss, grad, 2.0, 0.01, 200)
    print(f'from 2.0: x = {theta:.6f}, loss {history[0]:.3f} -> {history[-1]:.6f}')
    print(find_critical_points(loss, grad, [-2, -0.5, 0.5, 2]))
if __name__ == '__main__':
    main()