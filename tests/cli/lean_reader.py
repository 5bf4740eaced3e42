"""The reader of hostile files, where policybot was installed without its extras."""

import sys

sys.modules["lxml"] = None  # type: ignore[assignment]  # Python's own way to say that there is none

from bot.documents.readers.sandbox_worker import main  # noqa: E402  # after that

if __name__ == "__main__":
    main()
