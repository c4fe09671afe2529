"""The trusted side of the sandbox: starts children, asks them, believes nothing that they say."""
