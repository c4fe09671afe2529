"""Pictures for learners: what is wrong drawn beside what is right, and what they have made.

`wrong.picture_of` is a finding's picture, `right.picture_at_right` that of an exercise in which all
is right. Both return a function that draws and gives a PNG, or None where no picture says anything.
"""
