"""Slips of beginners, one at a time in a right solution, and what the first message must tell."""
