"""What Slack accepts: blocks and views, with their limits, as pydantic models."""
