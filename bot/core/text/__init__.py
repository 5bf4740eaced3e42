"""Text as words, sentences and terms."""
