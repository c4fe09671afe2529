"""Python's own errors in words: what was meant by the line that raised."""
