import numpy as np


def push(velocity, gradient, lr, beta=0.9):
    return [beta * v - lr * g for v, g in zip(velocity, gradient)]


def momentum(grad_fn, theta_init, lr, num_steps, beta=0.9):
    theta, velocity = np.array(theta_init, float), 0 * np.array(theta_init, float)
    path = [theta]
    for _ in range(num_steps):
        velocity = np.array(push(velocity, grad_fn(theta), lr, beta))
        theta = theta + velocity
        path.append(theta)
    return path


def steps_saved(loss_fn, grad_fn, theta_init, lr, target, most=1000):
    def steps(beta):
        losses = [loss_fn(theta) for theta in momentum(grad_fn, theta_init, lr, most, beta)]
        return next((t for t, loss in enumerate(losses) if loss <= target), most)

    return steps(0) - steps(0.9)
