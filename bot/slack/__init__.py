"""All of Slack: what arrives, what is answered, how it looks there. Nobody else imports slack_bolt or slack_sdk."""
