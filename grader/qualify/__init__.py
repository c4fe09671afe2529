"""`grader qualify`: the grader tried on wheats and chaffs."""
