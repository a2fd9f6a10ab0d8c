"""The protection room's pages."""
