import matplotlib.pyplot as plt
import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    """My version. Keeps the whole path and throws it away at the end."""
    path = [np.array(theta_init, dtype=float)]
    for t in range(num_steps):
        path.append(path[t] - lr * grad_fn(path[t]))
    history = [float(loss_fn(p)) for p in path[:num_steps]]
    return path[-1], history


def second_derivative(grad_fn, x, h=1e-4):
    return (grad_fn(x + h) - grad_fn(x - h)) / (2 * h)


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    neg_loss = lambda x: -loss_fn(x)
    neg_grad = lambda x: -grad_fn(x)
    results = []
    for f, g in [(loss_fn, grad_fn), (neg_loss, neg_grad)]:
        for s in starts:
            x, _ = gradient_descent(f, g, s, lr, num_steps)
            if np.isnan(x) or np.isinf(x) or np.abs(x) > 1e6 or np.abs(grad_fn(x)) > 1e-3:
                print("start", s, "diverged, dropped")
                continue
            if not np.any([np.isclose(x, p, rtol=0, atol=1e-3) for p, _ in results]):
                kind = "minimum" if second_derivative(grad_fn, x) > 0 else "maximum"
                results.append((x.item(), kind))
    results.sort(key=lambda point: point[0])
    return results


points = find_critical_points(loss, grad, [-2, -0.5, 0.5, 2])
print("critical points:", points)

grid = np.linspace(-2, 2, 200)
plt.plot(grid, loss(grid))
for x, kind in points:
    plt.plot(x, loss(x), "go" if kind == "minimum" else "ro")
plt.title("L(x) = x^4 - 3x^2 + 2")
plt.savefig("critical_points.png")
plt.show()
