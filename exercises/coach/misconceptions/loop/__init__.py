"""Mistakes in the descent loop: what each wrong run returns, and what tells them apart."""
