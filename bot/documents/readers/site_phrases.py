"""What sites say on every page, and nobody means by it."""

import re

# What sites say on every page, as a whole element.
PHRASE = re.compile(
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation)|(?:back|return|go) to (?:the )?top|top of page"
    r"|(?:print|share|edit|bookmark|e-?mail|copy link to|rate) this (?:page|article)(?: on github)?|edit on github"
    r"|(?:was|is|did you find) this (?:page|article|information|content|answer)? ?(?:help(?:ful)?|useful)?( to you)?\?"
    r"( ?(?:yes|no|👍|👎|submit|send)[.,]?)*|did this (?:page|article|answer) (?:help|answer) .{0,40}\?( ?(?:yes|no))*"
    r"|you are here ?:?.{0,100}|(?:on|in) this page|table of contents",
    re.IGNORECASE,
)
