"""Web addresses fetched safely."""
