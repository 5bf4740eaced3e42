"""Digests in Slack: blocks, sending, subscriptions, App Home."""
