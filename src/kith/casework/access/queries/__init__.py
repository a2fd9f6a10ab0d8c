"""What the access room's pages read."""
