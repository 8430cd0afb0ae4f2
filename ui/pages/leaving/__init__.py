"""The parts of the page *Groep 8 uitschrijven*."""
