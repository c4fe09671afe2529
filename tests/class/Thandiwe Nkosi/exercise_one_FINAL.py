print('hello gradient descent')
