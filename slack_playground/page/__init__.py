"""The workspace in a browser: a page, served beside Slack's doors, that people try the bot on.

``setup`` says what the page offers, ``routes`` serves it, ``picture`` is what one person sees, ``gestures`` what
people do, ``live`` the WebSocket that carries both. The page itself lies in ``slack_playground/static``.
"""
