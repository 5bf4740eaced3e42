"""Bringing events, commands and interactions to the app, over Socket Mode or signed HTTP."""
