"""Pages to read in a browser: one for the class, one for each student, each alone in its file."""
