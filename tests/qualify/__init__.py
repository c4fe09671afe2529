"""`grader qualify` and the class view."""
