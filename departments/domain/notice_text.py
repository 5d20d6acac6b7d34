"""Reads the text of a State Council notice on holidays (《国务院办公厅关于…年部分节假日安排的通知》) as it is pasted.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    六、中秋节：9月8日放假，与周末连休。

Years have been told in these forms since 2008. A sentence with a date that is none of them is a fault, never a guess;
advice (鼓励…) is no rule and is passed over. Weekdays in brackets and the count of days must agree with the dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from departments.domain.calendar_import import Fault, Mark
from departments.domain.notice_table import told_as_sentences
from departments.domain.working_calendar import SATURDAY

WEEKDAYS = "一二三四五六日"
LONGEST = 60
_NUMERAL = "[一二三四五六七八九十]{1,2}"
_HEAD = re.compile(
    rf"(?:{_NUMERAL}、|\({_NUMERAL}\)、?|\d{{1,2}}[.、])?(?P<name>[\u4e00-\u9fff、·]{{2,30}}):(?P<body>.+)"
)
_NEXT_HEAD = re.compile(rf"(?<=[。号])(?={_NUMERAL}、|\({_NUMERAL}\))")
_SPAN_MARK = re.compile(r"(?<=[日)])(?:[—–~〜-]+|到)(?=\d)")
_SIGNED = re.compile(r"(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日")
_TITLE_YEAR = re.compile(r"关于(\d{4})年")
_NUMBER = re.compile(r"(国办[\u4e00-\u9fff]{1,6})[〔\[(【](\d{4})[〕\])】](\d{1,3})号")
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<aside>[^)]*)\))?")
_SAID_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"(?:共|放假)(\d{1,2})天")
_OFF = re.compile(r"[、,和及至#]*#(?:放假(?:调休|公休)?)(?:\d{1,2}天)?(?:,?(?:共\d{1,2}天|与周末连休|不调休))*")
_WORKED = re.compile(r"#(?:[、,和及]?#)*(?:照常|正常)?上班")
_INSTEAD = re.compile(r",?#(?:[、,和及]?#)*补休")
_WEEKEND = re.compile(r",?#(?:至#)?(?:照常)?公休")
_RULE = re.compile(r"放假|上班|补休|公休")


@dataclass(slots=True)
class NoticeText:
    """What a text says; a year or notice it does not tell is None or empty."""

    year: int | None = None
    notice: str = ""
    marks: list[Mark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: its line, the holiday it arranges, the year of the notice."""

    line: int
    name: str
    year: int


def read_notice(text: str, year: int | None = None) -> NoticeText:
    """The days of a pasted notice. `year` is what the person says; the title's own year must agree with it."""
    plain = _plain(text)
    found = NoticeText(year=year)
    if title := _TITLE_YEAR.search(re.sub(r"\s", "", plain)):
        found.year = int(title[1])
        if year is not None and found.year != year:
            found.faults.append(Fault(0, "year_disagrees", {"said": year, "read": found.year}))
    if number := _NUMBER.search(re.sub(r"\s", "", plain)):
        found.notice = f"{number[1]}〔{number[2]}〕{number[3]}号"
    if found.year is None or not 1 < found.year < 9999:
        return found
    for line, name, sentence in _sentences(plain):
        if not name:
            found.faults.append(Fault(line, "no_name"))
            continue
        _read_sentence(_Place(line, name, found.year), sentence, found)
    return found


def _plain(text: str) -> str:
    """Without the full-width digits, invisible characters and tables that a copy from a page brings along."""
    visible = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return told_as_sentences(visible)


def _sentences(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, holiday, sentence) of every sentence that arranges a day; a section may have several sentences."""
    name = ""
    for number, part in _parts(text):
        head = _HEAD.fullmatch(part)
        if head:
            name = head["name"]
        for sentence in re.split("[。;]", head["body"] if head else part):
            advice = "鼓励" in sentence or "建议" in sentence
            arranges = _DATE.search(sentence) and not _SIGNED.fullmatch(sentence)
            if arranges and (head or _RULE.search(sentence)) and not advice:
                yield number, name, _SPAN_MARK.sub("至", sentence)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The sections and paragraphs with the line each begins on; a sentence broken over two lines is put together."""
    parts: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = re.sub(r"\s", "", line)
        if not plain or _DATE.fullmatch(plain) or _SIGNED.fullmatch(plain):  # the signature's day arranges nothing
            continue
        first, *more = _NEXT_HEAD.split(plain)
        if parts and not _HEAD.fullmatch(first) and not parts[-1][1].endswith(("。", ";")):
            number_before, begun = parts.pop()
            parts.append((number_before, begun + first))
        else:
            parts.append((number, first))
        parts += [(number, part) for part in more]
    yield from parts


def _read_sentence(place: _Place, sentence: str, found: NoticeText) -> None:
    days, shape = _dates(place, sentence, found.faults)
    if any(day is None for day in days):
        return
    told = [day for day in days if day is not None]
    if _WORKED.fullmatch(shape):
        found.marks += [Mark(place.line, day, True, place.name) for day in told]
    elif off := _OFF.match(shape):
        inside, rest = off.group().count("#"), shape[off.end() :]
        first = _spans(place, told[:inside], off.group(), found)
        _check_total(place, sentence, len(first), found.faults)
        if "与周末连休" in sentence:
            _check_joined(place, first, found.faults)
        _read_rest(place, sentence, rest, told[inside:], found)
    else:
        _read_rest(place, sentence, shape, told, found)


def _read_rest(place: _Place, sentence: str, shape: str, days: list[date], found: NoticeText) -> None:
    """What may follow a holiday in the same sentence, or stand alone: a day off instead, a plain weekend."""
    if not shape:
        return
    if _INSTEAD.fullmatch(shape):
        found.marks += [Mark(place.line, day, False, place.name) for day in days]
    elif _WEEKEND.fullmatch(shape):
        weekdays = [day for day in days if day.weekday() < SATURDAY]
        found.faults += [Fault(place.line, "no_weekend", {"day": day}) for day in weekdays]
    elif _WORKED.fullmatch(shape.lstrip(",")):
        found.marks += [Mark(place.line, day, True, place.name) for day in days]
    else:
        found.faults.append(Fault(place.line, "not_understood", {"text": sentence[:LONGEST]}))


def _dates(place: _Place, sentence: str, faults: list[Fault]) -> tuple[list[date | None], str]:
    """The dates of a sentence (None where one cannot be) and the sentence with # for each of them."""
    month, days = "", list[date | None]()
    for written in _DATE.finditer(sentence):
        month = written["month"] or month
        day = _date(place, written["year"], month, written["day"])
        days.append(day)
        if day is None:
            faults.append(Fault(place.line, "bad_day", {"value": written.group().split("(")[0]}))
            continue
        said = _SAID_WEEKDAY.search(written["aside"] or "")
        if said and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            params = {"day": day, "said": WEEKDAYS.index(said[1].replace("天", "日")), "is": day.weekday()}
            faults.append(Fault(place.line, "weekday_disagrees", params))
    return days, _DATE.sub("#", sentence)


def _date(place: _Place, year: str | None, month: str, day: str) -> date | None:
    """A New Year's holiday that begins in December begins in the year before the notice's own."""
    if not month:
        return None
    before = month == "12" and "元旦" in place.name
    try:
        return date(int(year) if year else place.year - before, int(month), int(day))
    except ValueError:
        return None


def _spans(place: _Place, days: list[date], shape: str, found: NoticeText) -> list[date]:
    """Every day of 'a至b' and of single days, marked as off."""
    off: list[date] = []
    index = 0
    for piece in re.findall(r"#(?:至#)?", shape):
        first, last = days[index], days[index + piece.count("#") - 1]
        index += piece.count("#")
        if not timedelta(0) <= last - first <= timedelta(days=31):
            found.faults.append(Fault(place.line, "bad_span", {"first": first, "last": last}))
            continue
        off += [first + timedelta(days=step) for step in range((last - first).days + 1)]
    found.marks += [Mark(place.line, day, False, place.name) for day in off]
    return off


def _check_total(place: _Place, sentence: str, counted: int, faults: list[Fault]) -> None:
    total = _TOTAL.search(_DATE.sub("#", sentence))
    if total and int(total[1]) != counted and counted:
        faults.append(Fault(place.line, "count_disagrees", {"said": int(total[1]), "counted": counted}))


def _check_joined(place: _Place, days: list[date], faults: list[Fault]) -> None:
    """'Joins the weekend' is only true of a Friday, a Monday, or a day of the weekend itself."""
    if days and not {day.weekday() for day in days} & {0, 4, 5, 6}:
        faults.append(Fault(place.line, "joins_no_weekend", {"day": days[0]}))
