"""The parts of the place *Zoeken*."""
