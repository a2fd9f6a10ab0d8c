"""What is read about Family Help."""
