"""The panes of the place *Resultaten*: typing for a whole group, looking at it, advices, norms."""
