"""What is done in protection."""
