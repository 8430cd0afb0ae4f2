"""The parts of *Medewerkers*: who gets in, and with which keys."""
