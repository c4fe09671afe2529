"""Every grade that was ever given, in one file, and what the reports make of it."""
