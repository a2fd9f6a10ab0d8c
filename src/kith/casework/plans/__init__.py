"""Plans: the one plan that a family has, whatever its tier."""
