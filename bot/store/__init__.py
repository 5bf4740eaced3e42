"""What outlives the process: SQLite in one file by default."""
