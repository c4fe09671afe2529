"""Reading what was handed over: whose it is, and what is in it."""
