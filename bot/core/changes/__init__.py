"""What changed in a document, and which past answers it concerns."""
