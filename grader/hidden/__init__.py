"""The hidden tests: plain pytest functions that ask a `learner` and judge what comes back."""
