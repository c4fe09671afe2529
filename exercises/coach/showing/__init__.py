"""Findings to words, board, hints, pictures, notebooks: the only place where text is laid out."""
