"""Pictures for learners: what is wrong drawn beside what is right, and what they have made.

`of_finding.picture_of` returns a function that draws a finding's picture, and
`all_right.picture_at_right` one for an exercise in which all is right. Both return None where no
picture says anything.
"""
