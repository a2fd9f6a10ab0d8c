"""What is read about protection."""
