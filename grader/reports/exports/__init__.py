"""Grades as other systems take them: one file a format, and in `formats` the table of all."""
