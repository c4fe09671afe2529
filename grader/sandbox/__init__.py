"""The sandbox: runs functions of submissions that nobody trusts, and tells what they did.

`host/` is the trusted side, `child/` the other; neither imports the other. Between them `wire.py`
carries plain data, and `limits.py` says what a submission may use.
"""
