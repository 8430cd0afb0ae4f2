"""The place *Afwezigheid*: the register of a group, requests for leave, the signal of 16 hours."""
