"""The files that come with the program: settings, word lists and example articles."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
# They lie in the package where it was installed from a wheel, and beside it in a clone.
SHIPPED = PACKAGE / "shipped" if (PACKAGE / "shipped").is_dir() else PACKAGE.parent


def at_home(file: Path) -> Path:
    """The file; or, where there is none, the one of the same path that came with the program."""
    shipped = SHIPPED / file
    return shipped if not file.exists() and shipped.exists() else file
