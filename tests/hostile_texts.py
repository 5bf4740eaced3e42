"""What people paste, and what they should not be able to break anything with."""

from hypothesis import strategies as st

LONE_SURROGATE = "\ud83d"

# Each with a word in it, and none that an article would have.
WITH_WORDS = {
    "right to left": "מה מדיניות החופשה؟ ما هي السياسة",
    "combining": "Zo\u0308lle u\u0308ber Ga\u0308rten",
    "a tower of accents": "z" + "\u0301" * 300,
    "NUL": "zebra\0policy",
    "lone surrogate": f"zebra {LONE_SURROGATE} crossing",
    "escape codes": "\x1b[31mzebra\x1b[0m",
    "bidi override": "\u202ezebra\u202c",
    "markup": "[bold]zebra[/bold] <@U123> <!channel> *zebra*",
    "regular expression": r"(zebra+)+$ \w{1000} [",
    "SQL": "zebra'; DROP TABLE articles_seen; --",
    "no blank": "zebra" * 190,
}

WITHOUT_WORDS = {
    "nothing": "",
    "white space": " \t\r\n\u3000\u2028",
    "emoji": "🙂🎉👩🏽‍🚀🏳️‍🌈",
    "punctuation": "?!… — “”‘’ ()[]{} ;:,. //\\",
    "NULs": "\0\0\0",
    "lone surrogates": LONE_SURROGATE * 3,
    "combining marks alone": "\u0301\u0308",
    "zero width": "\u200b\u200d\ufeff",
}

anything = st.text(st.characters(), max_size=200)
"""Any text that Python can hold, lone surrogates and all."""

_PIECES = [
    "The board",
    "pays",
    "Mr.",
    "$1,000",
    "3.5",
    "u.s.",
    "a",
    "—",
    "été",
    "“Yes!”",
    "no…",
    "法律。",
    "B.",
    "(see",
    "art. 7)",
]
_ENDS = [" ", " ", " ", ". ", "? ", "! ", ".\n", "; ", ", ", "\n", ": ", ".” ", ""]

prose = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_ENDS)), min_size=1, max_size=150).map(
    lambda parts: "".join(word + end for word, end in parts)
)
"""Text that looks like an article's: words, numbers, abbreviations, quotes, ends of lines and of sentences."""
