"""The address of a database, and the passwords in it."""

import re
from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from sqlalchemy import URL

# Options of libpq that hold one.
PASSWORDS = {"password", "sslpassword"}


def checked_address(url: SecretStr) -> SecretStr:
    """The address itself, if it is one of PostgreSQL, or empty. Raises ValueError."""
    address = url.get_secret_value()
    if not re.match(r"postgresql(\+psycopg)?://|$", address):
        raise ValueError("not an address of PostgreSQL; write postgresql://user@host/name, or leave it empty")
    parsed = parse_address(address) if address else None
    # SQLAlchemy ends the password at the first "@": the rest of it would then be taken for the host, and be shown.
    if address and (parsed is None or re.search(r"[@\s]", f"{parsed.host}{parsed.database}")):
        raise ValueError("cannot be understood; in a password, write @ as %40, / as %2F, : as %3A and % as %25")
    return url


def parse_address(address: str) -> "URL | None":
    """The parts of an address; None if it cannot be understood."""
    from sqlalchemy import make_url  # noqa: PLC0415  # seldom needed
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        return make_url(address)
    except (ArgumentError, ValueError):
        return None


def passwords(address: str) -> list[str]:
    """The passwords in an address, wherever they stand in it."""
    parsed = parse_address(address) if address else None
    if parsed is None:
        return []
    options = [value for name, values in parsed.normalized_query.items() if name in PASSWORDS for value in values]
    return [*filter(None, [parsed.password and str(parsed.password)]), *options]
