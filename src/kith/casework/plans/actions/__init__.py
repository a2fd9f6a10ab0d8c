"""What is done in the plans room."""
