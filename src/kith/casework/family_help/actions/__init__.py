"""What is done in Family Help."""
