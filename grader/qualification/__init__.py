"""What `grader qualify` is made of: does the grader pass right work and catch wrong work.

`samples` finds the wheats, chaffs, stubs and solutions, `running` grades them as a class is graded,
`verdicts` says what a chaff's own check is and which names are right, `twins` which ids mean one
behaviour; `matrix` holds chaff × check, `figures` counts it, `reasons` has what is wrong with it in
words; `printing`, `document` and `picture` show it all.
"""
