"""The Family Help room's forms: they validate and write nothing."""
