"""What curators ask people to read, and what these confirm."""
