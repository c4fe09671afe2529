"""``grader regrade``: after a change, who has other points, by how much, and why."""
