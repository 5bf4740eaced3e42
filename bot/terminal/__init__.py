"""Answers, faults and findings in a terminal, and as JSON for other programs."""
