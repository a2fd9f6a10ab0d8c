"""What the care room's pages read."""
