"""The bank of misconceptions: what a learner with each mistake would have returned.

`entry` says what an entry is, the modules named after the exercises' themes hold the entries,
`registry` collects them, `probes` has the second calls that separate them, `diagnosis` compares.
"""

from exercises.coach.bank.diagnosis import diagnose
from exercises.coach.bank.entry import BankFault
from exercises.coach.bank.past import Past

__all__ = ["BankFault", "Past", "diagnose"]
