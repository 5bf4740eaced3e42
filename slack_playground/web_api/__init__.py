"""Slack's Web API: one file for each family of methods, and the door that they share."""
