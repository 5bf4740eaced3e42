"""A person's App Home."""
