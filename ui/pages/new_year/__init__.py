"""The parts of the page that rolls the groups over to a new school year."""
