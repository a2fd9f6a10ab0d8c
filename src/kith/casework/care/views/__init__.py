"""The care room's pages."""
