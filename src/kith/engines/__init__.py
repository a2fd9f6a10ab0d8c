"""Plain Python: no Django, clock, database or network. Each engine is independent of the others, calendar aside."""
