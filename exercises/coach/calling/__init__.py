"""Call a learner's function once and write down, as plain data, what happened. Judges nothing."""
