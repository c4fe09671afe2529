"""What `grader qualify` is made of: does the grader pass right work and catch wrong work.

`samples` finds the wheats, chaffs, stubs and solutions, `running` grades them as a class is graded,
`matrix` holds chaff × check and says what a chaff's own check is, `twins` lists the names that mean
one behaviour, `findings` has the figures and every reason to fail, in words; `printing`,
`document` and `picture` show it all.
"""
