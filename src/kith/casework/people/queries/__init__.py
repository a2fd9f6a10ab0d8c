"""What the people room's pages read."""
