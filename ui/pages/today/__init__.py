"""The cards of *Vandaag* that ask for something."""
