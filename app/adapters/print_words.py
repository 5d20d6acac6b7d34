"""Words on paper: dates, numerals, codes and citations as the templates of letters print them. No clock, no outside thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from jinja2 import Undefined
from markupsafe import Markup, escape

from app.adapters.title_shape import title_lines

_SHANGHAI = timezone(timedelta(hours=8))  # no summer time since 1991; a fixed offset needs no zone files
_DIGITS = "零一二三四五六七八九十"
_WEEKDAYS = "一二三四五六日"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u201c\u201d\u2018\u2019\u2014\u2026"
_BREAK_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])[ \t]*\n\s*|[ \t]*\n\s*(?=[{_HAN}])")
_LONG_TEXT = re.compile(r">([^<]{400,})(?=<)")
# An entity and a sign with its accents or its variant of a rare character stay whole.
_PIECE = re.compile(r"(?:&#?\w+;|.[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*){1,100}", re.DOTALL)
_DIALLED = re.compile(r"[0-9+×(](?:[0-9+×() -]{0,22}[0-9×)])?(?![0-9×)])")
# Between two elements WeasyPrint breaks a word only where it is told that it may; without it the line left the sheet.
_TORN_WORD = re.compile(r"(?<=[!-~])</bdi><bdi>(?=[!-~])")
# Controls and marks that turn or hide text: nothing a letter may carry, whoever typed them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)


def zh_date(day: date) -> str:
    """2026年5月7日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def zh_weekday(day: date) -> str:
    """周三."""
    return "周" + _WEEKDAYS[day.weekday()]


def zh_moment(moment: datetime) -> str:
    """A UTC moment in local words: 2026年4月20日9时05分."""
    local = moment.astimezone(_SHANGHAI)
    return f"{zh_date(local.date())}{local.hour}时{local.minute:02d}分"


def en_date(day: date) -> str:
    """7 May 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def en_moment(moment: datetime) -> str:
    """20 April 2026, 09:05 (China time)."""
    local = moment.astimezone(_SHANGHAI)
    return f"{en_date(local.date())}, {local:%H:%M} (China time)"


def zh_number(number: int) -> str:
    """一 … 九十九, for headings."""
    if number <= 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def code(text: str | None) -> Markup:
    """A long code with places to break between its groups; without them the whole code moves to the next line."""
    if not text:
        return Markup("")
    pieces: list[str] = []
    for part in re.split(r"(?<=-)", text):
        if re.fullmatch(r"\d{15,}-?", part):
            pieces += [part[:6], part[6:14], part[14:]]
        elif tail := re.fullmatch(r"(.+?)(\d+号)", part):
            return Markup("{}<span class='nowrap'>{}</span>").format(tail[1], tail[2])
        elif re.fullmatch(r"[0-9A-Z]{18}", part):
            pieces += [part[:8], part[8:]]
        else:
            pieces.append(part)
    return Markup("<wbr>").join(escape(piece) for piece in pieces if piece)


def whole(text: str) -> Markup | str:
    """A telephone number that does not break over lines; what is said after it may, and a text too long is left as it is."""
    dialled = _DIALLED.match(text)
    if dialled is None:
        return text
    return Markup("<span class='nowrap'>{}</span>{}").format(dialled.group(), printable(text[dialled.end() :]))


def project(name: str) -> str:
    """The project's name so that it reads as a project."""
    return name if name.endswith(("项目", "工程")) else name + "项目"


def basis(citations: Iterable[str]) -> str:
    """《甲》第一条、第二条和《乙》第三条: a law is named once, the last citation follows 和."""
    parts: list[str] = []
    previous = ""
    for citation in citations:
        law = re.match(r"《[^》]+》", citation)
        name = law.group() if law else ""
        parts.append(citation[len(name) :] if name and name == previous else citation)
        previous = name
    if len(parts) < 2:
        return "".join(parts)
    return "、".join(parts[:-1]) + "和" + parts[-1]


def full_stop(text: str) -> str:
    """The sentence closed once, whatever its writer put at the end."""
    return text.strip().rstrip("。；;，,") + "。"


def printable(value: object) -> object:
    """What Jinja writes: text without control and direction marks; an absent optional value is empty."""
    if value is None or isinstance(value, Undefined):
        return "" if value is None else value
    if isinstance(value, str):
        cleaned = _UNPRINTABLE.sub("", value)
        return Markup(cleaned) if isinstance(value, Markup) else cleaned  # noqa: S704 - was markup already
    return value


def close_up(html: str) -> str:
    """Line breaks of the template beside Chinese characters removed: HTML would print them as spaces."""
    return _BREAK_BESIDE_HAN.sub("", html)


def in_pieces(html: str) -> str:
    """Long texts of a page's body as elements of a hundred signs; they are set as before.

    To find the narrowest width of a text WeasyPrint sets all that is left of it again at every place where it may
    break: where the width follows the content, ten thousand signs took minutes. It asks of each element on its own.
    """
    head, body, page = html.partition("<body")
    return head + body + _LONG_TEXT.sub(lambda found: ">" + _divided(found[1]), page)


def _divided(text: str) -> str:
    return _TORN_WORD.sub("</bdi><wbr><bdi>", _PIECE.sub(r"<bdi>\g<0></bdi>", text))


FILTERS = {
    "zh_date": zh_date,
    "zh_weekday": zh_weekday,
    "zh_moment": zh_moment,
    "en_date": en_date,
    "en_moment": en_moment,
    "zh_number": zh_number,
    "code": code,
    "project": project,
    "whole": whole,
    "basis": basis,
    "title_lines": title_lines,
    "full_stop": full_stop,
}
