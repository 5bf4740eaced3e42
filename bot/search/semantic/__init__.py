"""Meanings beside words: passages found by a sentence encoder. Loaded only where the settings name a model."""
