"""Calls to Slack: delivery, pacing, refusals, people."""
