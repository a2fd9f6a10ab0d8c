"""The Family Help room's forms."""
