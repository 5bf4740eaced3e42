"""How the playground fails as Slack fails: what can go wrong, when, and at which door."""
