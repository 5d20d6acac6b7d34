"""Document, case and verification numbers. Patterns come from the catalogue (`number_format`) and the letters.

One register per resolved pattern and period: 章审受〔2026〕{n}号 counts on its own, from 1, every year. A pattern that
names the day starts again every day; one that names neither day nor year never starts again, or numbers would repeat.
Hexagonal brackets are U+3014 and U+3015 and stay as the pattern has them.

The national permit numbers have a fixed length (fact sheet 5.4) and no check digit: planning 15 = region, year, five
digits of the year; civil air defence 16 = region, day, two digits of the day; construction 18 = the same and 01 for
buildings or 02 for municipal works, both counted by one counter of the day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from approvals.domain.refusals import Refusal

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: none of them is taken for another when read aloud or from paper."""
CODE_LENGTH = 12

BUILDINGS, MUNICIPAL = "01", "02"
"""The last two digits of a construction permit (房建, 市政)."""
PERMIT_DIGITS = {15: "{region6}{year}{n5}", 16: "{region6}{yyyymmdd}{n2}", 18: "{region6}{yyyymmdd}{n2}{kind2}"}

_PART = re.compile(r"\{([a-z_]+\d*)\}")
_SERIAL = re.compile(r"\{n(\d*)\}")
_PERMIT = re.compile(r"(?:[建地用]字第)?([0-9]{15,16}|[0-9]{18})号?")
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class NumberContext:
    """What a pattern may ask for besides the serial. `day` is the day of issue; `kind2` is 01 building, 02 municipal."""

    day: date
    region6: str
    department: str
    project_code: str | None = None
    uscc: str | None = None
    kind2: str = BUILDINGS


@dataclass(frozen=True, slots=True)
class PermitNumber:
    """What the digits of a permit say. `dated_on` is None for a planning number, which has only the year."""

    digits: str
    region6: str
    year: int
    serial: int
    dated_on: date | None = None
    kind2: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterKey:
    """Where a serial is counted. `period` is a year, a day (yyyymmdd), or empty for a register that never restarts.

    A number that is all context, such as `{project_code}` or `{uscc}-TAX`, is a register of its own: its papers are counted.
    """

    register: str
    period: str


def register_key(pattern: str, context: NumberContext) -> RegisterKey:
    """The register of `pattern`; raises like `format_number`. The kind of works shares the counter of its day."""
    period = ""
    if "{yyyymmdd}" in pattern:
        period = f"{context.day:%Y%m%d}"
    elif "{year}" in pattern:
        period = str(context.day.year)
    return RegisterKey(_resolve(pattern, context, keeps="kind2"), period)


def format_number(pattern: str, context: NumberContext, serial: int) -> str:
    """The number itself; `serial` starts at 1 and is ignored by a pattern without one.

    Raises Refusal: `number_part_unknown`, `number_part_missing` (params: pattern, part), or `number_register_full`
    when the serial has outgrown its width, because a certificate number has a fixed length.
    """

    def written(match: re.Match[str]) -> str:
        width = int(match[1] or 0)
        digits = str(serial).zfill(width)
        if width and len(digits) > width:
            raise Refusal("number_register_full", pattern=pattern, serial=serial)
        return digits

    return _SERIAL.sub(written, _resolve(pattern, context))


def works_class(theme_name: str) -> str:
    """01 or 02 by the Chinese name of the project's type: 市政基础设施 is municipal works, everything else building."""
    return MUNICIPAL if "市政" in theme_name else BUILDINGS


def read_permit(text: str) -> PermitNumber | None:
    """The parts of a permit number of 15, 16 or 18 digits, with or without 建字第…号 around it; None when it is none."""
    found = _PERMIT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    digits = found[1]
    region, year = digits[:6], int(digits[6:10])
    if len(digits) == 15:
        return PermitNumber(digits, region, year, int(digits[10:])) if int(digits[10:]) else None
    try:
        day = date(year, int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None
    serial, kind = int(digits[14:16]), digits[16:] or None
    if serial == 0 or kind not in (None, BUILDINGS, MUNICIPAL):
        return None
    return PermitNumber(digits, region, year, serial, day, kind)


def case_no(region6: str, day: date, serial: int) -> str:
    """The case number (办件编号): region, day of filing, five digits counted within that day."""
    return f"{region6}{day:%Y%m%d}{serial:05d}"


def verification_code(random_bytes: bytes) -> str:
    """Twelve signs (60 bits) from at least 128 random bits given by the caller; print them with `grouped_code`."""
    if len(random_bytes) < 16:
        raise ValueError("a verification code needs 128 random bits")
    number = int.from_bytes(random_bytes[:16], "big")
    return "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))


def grouped_code(code: str) -> str:
    """ABCD-EFGH-JKMN: easier to read and to type."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise_code(text: str) -> str | None:
    """The code a person meant: full-width, lower case, dashes, blanks and look-alikes forgiven; None when it is none."""
    wide = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    code = "".join(sign for sign in wide if not (is_blank(sign) or is_dash(sign)))
    return code if len(code) == CODE_LENGTH and not code.strip(CODE_ALPHABET) else None


def is_blank(sign: str) -> bool:
    """A blank, a line break or a sign that nobody sees: what copying from paper and screens leaves between others."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def is_dash(sign: str) -> bool:
    """Any of the hyphens, dashes and bars that keyboards and word processors make of one."""
    return sign == _MINUS or unicodedata.category(sign) == "Pd"


def _resolve(pattern: str, context: NumberContext, keeps: str = "") -> str:
    """The pattern with everything filled in but the serial, and but the part that it `keeps`."""
    values = {
        "year": str(context.day.year),
        "yyyymmdd": f"{context.day:%Y%m%d}",
        "region6": context.region6,
        "kind2": context.kind2,
        "dept": context.department,
        "project_code": context.project_code,
        "uscc": context.uscc,
    }

    def filled(match: re.Match[str]) -> str:
        if _SERIAL.fullmatch(match[0]) or match[1] == keeps:
            return match[0]
        if match[1] not in values:
            raise Refusal("number_part_unknown", pattern=pattern, part=match[1])
        value = values[match[1]]
        if not value:
            raise Refusal("number_part_missing", pattern=pattern, part=match[1])
        return value

    return _PART.sub(filled, pattern)
