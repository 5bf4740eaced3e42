"""The only place where rooms are joined."""
