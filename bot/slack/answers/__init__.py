"""Answers and quote checks as Block Kit."""
