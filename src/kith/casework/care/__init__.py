"""Care: the looked-after record, and the people whom a child keeps in it."""
