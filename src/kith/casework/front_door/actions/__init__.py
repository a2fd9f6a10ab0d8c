"""What the front door does with an approach."""
