"""What is done in the workforce room."""
