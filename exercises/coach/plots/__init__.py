"""A plot as evidence: what an Axes holds as plain data, and what is wrong with it.

`axes` and `artists` describe live Matplotlib objects and run where the learner's code ran;
`described` reads such a description, `contours`, `path`, `ends`, `frame` and `panels` judge it, and
never import Matplotlib.
"""
