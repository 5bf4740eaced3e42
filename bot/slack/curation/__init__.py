"""What curators see in Slack."""
