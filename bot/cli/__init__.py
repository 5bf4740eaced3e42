"""The commands, one file per group: each is a few lines that call a room, and imports what it alone needs."""
