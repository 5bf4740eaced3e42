"""Corpus files ⇄ articles, and raw text → corpus files."""
