"""Family Help: assessment, help with evidence behind it, the family's own network, the directory of services."""
