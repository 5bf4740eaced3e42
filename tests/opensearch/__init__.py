"""A real OpenSearch cluster on loopback, for tests and measurements: each node a process of its own."""
