"""Blocks → passages with their context: the one place where it is decided what of a document can be quoted."""
