"""How an engine weighs passages, whichever it is: BM25's parameters, and what each field is worth.

`okapi` says what the fields are; what each is worth, and what was tried and dropped, stands in docs/answers.md.
"""

K1, B = 1.0, 0.8
HEADINGS, PAIRS, ARTICLES = 0.5, 0.4, 0.5
