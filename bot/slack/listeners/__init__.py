"""What people can do in Slack, a file each. Listeners translate; they do not think, nor know each other."""
