"""What a digest says, to whom, and when it is due."""
