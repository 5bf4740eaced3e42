"""Digests in Slack: blocks, sending, subscriptions, forms, and reminders of reviews."""
