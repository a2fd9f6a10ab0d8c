"""The database that Kith starts."""
