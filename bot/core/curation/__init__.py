"""What waits for a curator: feed candidates and problems with files."""
