"""Slips that the source itself shows, told beside a value that is wrong."""
