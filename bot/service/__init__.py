"""What runs beside Slack's door: the health page, the schedule, and the loop that holds them."""
