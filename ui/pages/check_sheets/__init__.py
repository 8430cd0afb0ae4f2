"""The parts of the page *Controlebladen*."""
