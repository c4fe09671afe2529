"""A plot as evidence: what an Axes holds as plain data, and what is wrong with it.

`axes`, `artists`, `arrows`, `level_lines` and `entries` describe live Matplotlib objects where the
learner's code ran, with `pyplot` and `decoy` around the call. `described` reads such a description;
`contours`, `joined`, `path`, `ends`, `frame`, `numbers` and `panels` judge it and never import
Matplotlib.
"""
