"""What a learner with each mistake would have returned: one file a theme, and the diagnosis.

`known_mistake` says what an entry is, the modules named after the exercises' themes hold the entries,
`registry` collects them, `diagnosis` compares an answer with them; `loop/` is descent itself.
"""
