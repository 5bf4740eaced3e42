"""One module a format: bytes → what stands in them. All but text run in the sandbox."""
