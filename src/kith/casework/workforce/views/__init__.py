"""The workforce room's pages."""
