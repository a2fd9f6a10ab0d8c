"""What people enter in the care room: forms check and write nothing."""
