"""Everything that the bot sends to Slack, against what Slack itself publishes of its shapes."""
