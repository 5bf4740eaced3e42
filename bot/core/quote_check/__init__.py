"""Whether the documents have what somebody quotes."""
