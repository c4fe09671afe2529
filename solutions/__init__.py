"""Reference solutions of the five exercises, all on one engine: `solutions.descent`."""
