"""The untrusted side of the sandbox: what runs in the process of a submission."""
