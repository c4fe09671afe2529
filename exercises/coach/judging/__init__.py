"""Compare what came back with what is due: findings as data."""
