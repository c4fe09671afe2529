"""``grader debug``: one check on one student once more, with their numbers, in their own files."""
