"""Front door: every approach to the service, what was decided, and the clock to first help."""
