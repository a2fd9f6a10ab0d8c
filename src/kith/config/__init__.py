"""How Kith is set up: settings, addresses, the database it starts."""
