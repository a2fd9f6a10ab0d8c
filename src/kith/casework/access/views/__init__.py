"""The access room's pages."""
