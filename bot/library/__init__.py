"""The living corpus: what was read, its index on disk, its revisions; refreshed, cached, swapped."""
