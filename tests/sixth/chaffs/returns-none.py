def push(velocity, gradient, lr, beta=0.9):
    print(beta * velocity - lr * gradient)


def momentum(grad_fn, theta_init, lr, num_steps, beta=0.9):
    print(theta_init)


def steps_saved(loss_fn, grad_fn, theta_init, lr, target, most=1000):
    print(most)
