"""File names that somebody means harm with, or that a machine of another kind gave."""

from __future__ import annotations

import random
from collections.abc import Iterator

RARE = "𠮷𬭎䶮㐂𪚥龘靐齉爩𰻝㗊㙍"
EMOJI = ("🏗️", "👩‍🔧", "🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "✅", "👨‍👩‍👧‍👦")
HIDDEN = ("\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200e", "\ufeff", "\u2028", "\u2029", "\u00ad", "\u061c")
CONTROLS = (*map(chr, (*range(1, 32), 127, 128, 133, 159)), "\r\n", "\0", "\x1b[31m")
PATHS = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\",
    "/dev/null/",
    "C:\\",
    "\\\\host\\share\\",
    "file:///",
    "~/",
    "./",
    "....//",
)
DEVICES = (
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "COM1",
    "LPT9",
    "CON.pdf",
    "nul.tar.gz",
    "CLOCK$",
    "desktop.ini",
    ".htaccess",
    "web.config",
)
MARKS = (
    '"',
    "'",
    ";",
    ",",
    "=",
    "%",
    "*",
    "?",
    "<",
    ">",
    "|",
    ":",
    "&",
    "`",
    "$(id)",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "\\",
    "#",
    "+",
)
CODES = (
    "%00",
    "%0d%0a",
    "%2e%2e%2f",
    "%u202e",
    "&#x202e;",
    "=?utf-8?B?Li4v?=",
    "UTF-8''%e5%9b%be",
    "%E5%9B%BE",
    "\\x00",
    "\\u0000",
)
HEADERS = (
    "\r\nSet-Cookie: a=b",
    "\nContent-Type: text/html",
    '"; filename="x.html',
    "; filename*=UTF-8''x.html",
    "\r\n\r\n<script>alert(1)</script>",
)
BROKEN = (
    "\ud800",
    "\udfff",
    "\udc80\udcff",
    "\ufffe",
    "\uffff",
    "\U0010ffff",
    "\u0301" * 40,
    "e\u0301\u0323",
    "\u0e33" * 20,
)
LONG = ("图" * 400, "a" * 5000, "🏗️" * 90, "名." * 200, "." * 300, " " * 300, "长" * 84 + "é")
PLAIN = ("合同", "规划条件", "现状地形图 1:500", "Bericht", "отчёт", "تقرير", "報告書（終）", "一二三")
SHORT_ENDINGS = (".pdf", ".PDF", ".pdf ", ".pdf.", ".pdf.exe", ".exe.pdf", "", ".图", ".jpeg", ".tar.pdf")
ENDINGS = (*SHORT_ENDINGS, ".p\u202ddf", ".pdf\0.exe", "." + "x" * 300)
PIECES = (RARE, *EMOJI, *HIDDEN, *CONTROLS, *PATHS, *DEVICES, *MARKS, *CODES, *HEADERS, *BROKEN, *PLAIN)


def hostile_names(count: int, seed: int = 20260309) -> Iterator[str]:
    """So many different names, the same for the same seed: each piece and ending once by itself, then mixtures."""
    chance, known = random.Random(seed), set[str]()
    alone = [*PIECES, *LONG, *(f"合同{ending}" for ending in ENDINGS), *(f"{piece}.pdf" for piece in PIECES)]
    while len(known) < count:
        name = alone.pop(0) if alone else _mixed(chance)
        if name not in known:
            known.add(name)
            yield name


def _mixed(chance: random.Random) -> str:
    parts = chance.choices(PIECES, k=chance.randint(1, 6)) + chance.choices(PLAIN, k=chance.randint(0, 2))
    if chance.random() < 0.05:
        parts.append(chance.choice(LONG))
    chance.shuffle(parts)
    return "".join(parts) + chance.choice(ENDINGS)
