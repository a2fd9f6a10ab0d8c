"""What is done in the access room."""
