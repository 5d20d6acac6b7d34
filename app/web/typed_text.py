"""What people type or paste, as it is meant: the signs nobody sees are taken out before anybody stores or mails them.

A line break in a name would make a mail that no server takes; a sign that turns the direction of writing shows an
official another text than the one that is stored.
"""

from __future__ import annotations

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(value: str | None) -> str:
    """A name, a number, an address: blanks, tabs and line breaks in a row are one blank, none at the ends."""
    return " ".join("".join(sign for sign in value or "" if sign.isspace() or _is_seen(sign)).split())


def lines(value: str | None) -> str:
    """A longer text: its lines as they were typed, without empty ends."""
    return "\n".join(
        "".join(filter(_is_seen, line)).rstrip() for line in (value or "").expandtabs(4).splitlines()
    ).strip()


def pasted(value: str | None) -> str:
    """Lines of a sheet: as `lines`, but the tabs between its cells stay."""
    return "\n".join(
        "".join(sign for sign in line if sign == "\t" or _is_seen(sign)).rstrip() for line in (value or "").splitlines()
    ).strip("\n")


def _is_seen(sign: str) -> bool:
    return sign not in _TURNING and unicodedata.category(sign) not in ("Cc", "Cs")
