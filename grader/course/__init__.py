"""A course: what `course.toml` and the options say of it, its own checks, and how points count."""
