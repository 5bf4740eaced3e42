"""A pretend Slack workspace on loopback: people, channels, and the doors that an app knocks at.

``workspace`` holds what is there and what people do, ``server`` speaks Slack's Web API and Socket Mode,
``delivery`` brings events to the app, ``shapes`` refuses what Slack refuses, ``faults`` fails as Slack fails.
"""
