"""Texts, pages and files that somebody names, on their way into the corpus."""
