"""What the stories share: who comes to the pages, which day it is, and waiting for the workers."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import time_machine
from flask import Flask
from pypdf import PdfWriter
from sqlalchemy import ColumnElement, func, select

from app.foundation.reading import reading
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from departments.queries.catalogue import current_catalogue
from tests.factories.clock_town import deliver, sweep
from tests.factories.main_job import PASSWORD, at
from tests.support.house import House
from tests.support.pages import Person

MARKET = "章丘国际建材家居城"
LIN = {
    "enterprise_name": "章丘明水家居置业有限公司", "legal_representative": "林国栋", "address": "济南市章丘区明水街道",
    "person_name": "林晓", "phone": "13800000001", "email": "linxiao@example.com", "username": "linxiao",
    "password": "lin opens a market", "repeated": "lin opens a market", "agrees_online": "y",
}  # fmt: skip
USCC = "91370114MA3C7J88XF"
DESKS = {
    "KD-01": "SCJG",
    "KD-02": "GA",
    "KD-03": "TAX",
    "KD-04": "RS",
    "KD-08": "CG",
    "KD-09": "CG",
    "KD-12": "ZJ",
    "LX-01": "FGW",
    "LX-04": "FGW",
    "LX-05": "ZRZY",
    "LX-07": "STHJ",
    "LX-08": "SW",
    "LX-10": "WL",
    "LX-13": "GAJJ",
}
MONDAY = dt.date(2026, 3, 9)
QUEUE = "/department/?tab=department"


def a_pdf(title: str) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    writer.write(out)
    return out.getvalue()


def upload(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(a_pdf(name)), f"{name}.pdf"


@dataclass
class Street:
    """The installation: pages in this process, printing and telling in real worker processes."""

    app: Flask
    house: House
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.app.app_context(), reading() as session:
            self.names = {code: item.name_zh for code, item in current_catalogue(session).catalogue.items.items()}

    def on(self, day: dt.date, hour: int = 10) -> time_machine.travel:
        """`with street.on(MONDAY, 9):` the pages see that moment; worker processes have their own clocks."""
        return time_machine.travel(at(day, hour), tick=True)

    def person(self, username: str, password: str = PASSWORD) -> Person:
        """Somebody who has just signed in through the page."""
        who = Person(self.app)
        who.open("/sign-in")
        who.send("/sign-in", username=username, password=password)
        return who

    def lin(self) -> Person:
        return self.person(LIN["username"], LIN["password"])

    def examiner(self, item: str) -> Person:
        return self.person(f"chen-{DESKS[item]}")

    def head(self, item: str) -> Person:
        return self.person(f"wu-{DESKS[item]}")

    def at_track(self, who: Person, item: str) -> Person:
        """Somebody of a department opens the item from the queue."""
        who.open(QUEUE)
        who.follow(self.names[item])
        return who

    def claimed(self, item: str) -> Person:
        """An examiner takes the item from the queue."""
        who = self.at_track(self.examiner(item), item)
        who.send("/claim")
        return who

    def signed(self, item: str, who: Person, **words: str) -> None:
        """The examiner proposes in these words, the head signs."""
        who.send("/propose", **words)
        self.at_track(self.head(item), item).send("/sign", press="签发")

    def granted(self, item: str) -> None:
        """From the queue to the signature, nothing standing in the way."""
        who = self.claimed(item)
        papers_accepted(who)
        self.signed(item, who, outcome="grant", findings="材料齐全，符合条件。")

    def clock_worker_looks(self, day: dt.date, hour: int = 9) -> None:
        """The clock worker's run of that moment, and the notice worker's after it.

        The real notice worker is away meanwhile: by its own clock the story lies in the past, and what is not true
        any more is not told. Back again, it sends the mails.
        """
        self.house.stop("notice")
        with self.app.app_context():
            sweep(at(day, hour))
            deliver(at(day, hour))
        self.house.start("notice")

    def qr_address(self) -> str:
        """The address in the QR code of the newest letter."""
        with self.app.app_context(), reading() as session:
            newest = session.scalars(select(Document.facts).order_by(Document.id.desc()).limit(1)).one()
        return str(newest["verify_url"])

    def wait_for_letters(self) -> None:
        """Until the paper worker has printed and sealed everything."""
        self.house.wait_until(
            lambda: self._count(Document, Document.state == DocumentState.QUEUED) == 0, "all letters are printed"
        )

    def wait_for_notices(self) -> None:
        """Until the notice worker has told everything that may be told."""
        waiting = (OutboxMessage.queue == "notice", OutboxMessage.done_at.is_(None))
        self.house.wait_until(lambda: self._count(OutboxMessage, *waiting) == 0, "everybody was told")

    def mails(self) -> str:
        """Everything the notice worker has sent out as mail."""
        folder = self.house.home / "mail"
        return "\n".join(
            path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()
        )

    def _count(self, model: type[Document] | type[OutboxMessage], *where: ColumnElement[bool]) -> int:
        with self.app.app_context(), reading() as session:
            return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def begins_a_stage(who: Person, theme: str, stage: str, name: str = MARKET) -> None:
    """Set up a project and open the form of a stage."""
    who.open("/enterprise/projects/new")
    facts = {"investment_wan": "150000", "land_area_m2": "164667", "longitude": "117.53", "latitude": "36.71"}
    who.send("/projects/new", theme_code=theme, name=name, place="明水街道", **facts)
    who.send("/apply", stage=stage)


def answers_typed(street: Street, theme: str, stage: str, answers: Mapping[str, object]) -> dict[str, str]:
    """What Lin types into the one form; what is left open as the catalogue prints it."""
    with street.app.app_context(), reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields(theme, stage)
    typed = {}
    for one in fields:
        value = answers.get(one.key, one.default)
        typed[f"a_{one.key}"] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return typed


def papers_accepted(who: Person) -> None:
    """All that wait for a word at once, or the only one."""
    all_of_them = [form for form in who.forms() if form.action.endswith("/papers")]
    the_one = [
        one for one in who.forms() if "/papers/" in one.action and any(word == "采纳" for _, _, word in one.buttons)
    ]
    for form in all_of_them or the_one:
        who.send(form.action, press="" if all_of_them else "采纳")


def plain(page: str) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
