"""What people do in the care room: each one transaction that ends in an event."""
