"""policybot: answers policy questions in the sources' own words.

The rooms of the house: `core` is pure and knows nobody; `articles`, `search`, `store`, `slack`, `service`
and `playground` know only the core; `wiring` joins them; `__main__` and `cli` are the command line.
"""
