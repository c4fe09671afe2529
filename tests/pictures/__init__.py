"""Pictures: kept ones to compare with, and what must be true of every picture."""
