"""The Family Help room's pages."""
