"""What must be true when all has come to rest: what was answered is there, once, and follows from what was asked.

Everything is asked of the tables, of the files and of the file outside in which the clients wrote what they were told;
nothing is taken from the house's own reconciliations, which are looked at beside.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import now
from approvals.domain.case_flow import case_state
from approvals.domain.events import Tag
from approvals.domain.states import DocumentState
from approvals.models.cases import Case, Decision, Pause, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import StoredFile
from approvals.models.traces import Alarm, CaseEvent, Notification, OutboxMessage
from approvals.queries.chains import cases_after, chain_findings, orphaned_events
from approvals.queries.effects import RESULTS
from approvals.usecases.notices.still_true import still_worth_sending

SAYS = {"claim": Tag.TRACK_CLAIMED, "propose": Tag.TRACK_PROPOSED, "sign": Tag.TRACK_SIGNED}


@dataclass
class Told:
    """The file outside, read."""

    filed: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, list[str]] = field(default_factory=dict)
    done: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tried: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stopped: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Told:
        told = cls()
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            fact = json.loads(line)
            if "filed" in fact:
                told.filed[fact["filed"]] = fact["paper"]
            elif "accepted" in fact:
                told.accepted[fact["accepted"]] = [track for track, _ in fact["tracks"].values()]
            elif "stopped" in fact:
                told.stopped.add(fact["stopped"])
            elif "done" in fact:
                told.done[fact["done"]][fact["track"]] += 1
            elif "tried" in fact:
                told.tried[fact["tried"]][fact["track"]] += 1
        return told


@dataclass
class Verdict:
    """What was found wrong, by kind, and what was looked at."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    ghosts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        named = {"lost": self.lost, "duplicated": self.duplicated, "ghost": self.ghosts, "broken": self.broken}
        return [f"{kind}: {one}" for kind, found in named.items() for one in found]

    def line(self) -> str:
        counts = f"{len(self.lost)} lost, {len(self.duplicated)} duplicated, {len(self.ghosts)} ghosts, {len(self.broken)} broken"
        return f"{counts}, of " + ", ".join(f"{count} {name}" for name, count in self.looked.items())


def waiting(session: Session) -> list[str]:
    """Keys of what is neither done nor dead, and of what is dead: nothing may be."""
    rows = session.scalars(select(OutboxMessage.key).where(OutboxMessage.done_at.is_(None)).order_by(OutboxMessage.id))
    return list(rows)


_TRACKS = select(Track.id, Track.public_id, Track.case_id, Track.state, Track.round, Track.accepted_on)
_CASES = select(Case.id, Case.public_id, Case.state, Case.filed_at)
"""No more of a row than is asked of it: a long run leaves a hundred thousand."""


def judge(session: Session, files: Path, mail: Path, told: Told, *, settled: bool = True) -> Verdict:
    """Everything; `settled` False leaves out what only holds when all work is done."""
    verdict = Verdict()
    tracks = {row.public_id: row for row in session.execute(_TRACKS)}
    by_id = {track.id: track for track in tracks.values()}
    cases = {row.public_id: row for row in session.execute(_CASES)}
    events = _events(session)
    verdict.lost += _answered(told, tracks, cases, events, session)
    verdict.ghosts += _unasked(told, by_id, events)
    verdict.duplicated += _twice(session, by_id, events)
    verdict.broken += _rules(cases, by_id) + _chains(session) + _alarms_out_of_place(session, events)
    if settled:
        verdict.lost += _effects(session, mail)
        verdict.ghosts += _sent_of_nothing(session, mail)
    lost, ghosts = _files(session, files)
    verdict.lost += lost
    verdict.ghosts += ghosts + _told_of_nothing(session, by_id)
    decisions = sum(len(found[Tag.TRACK_SIGNED.value]) for found in events.values())
    verdict.looked = {
        "cases": len(cases), "decisions": decisions, "letters": session.scalar(select(func.count(Document.id))) or 0,
        "effects": session.scalar(select(func.count(OutboxMessage.id))) or 0,
        "alarms": session.scalar(select(func.count(Alarm.id))) or 0,
        "files": session.scalar(select(func.count(StoredFile.id))) or 0,
        "answers": sum(one.total() for one in told.done.values()) + len(told.filed),
    }  # fmt: skip
    return verdict


Events = dict[int | None, dict[str, list[int]]]


def _events(session: Session) -> Events:
    """Track → tag → the places in the chain at which it stands."""
    found: Events = defaultdict(lambda: defaultdict(list))
    for track, tag, seq in session.execute(select(CaseEvent.track_id, CaseEvent.tag, CaseEvent.seq)):
        found[track][tag].append(seq)
    return found


def _answered(
    told: Told, tracks: dict[str, Row[Any]], cases: dict[str, Row[Any]], events: Events, session: Session
) -> list[str]:
    papers = set(session.scalars(select(StoredFile.sha256)))
    lost = [f"case {one} was filed" for one in told.filed if one not in cases or cases[one].filed_at is None]
    lost += [f"paper {paper} was handed in" for paper in told.filed.values() if paper not in papers]
    for case, items in told.accepted.items():
        lost += [
            f"item {one} of {case} was accepted" for one in items if one not in tracks or not tracks[one].accepted_on
        ]
    for verb, done in told.done.items():
        tag = SAYS[verb].value
        lost += [f"{verb} of {one}" for one in done if one not in tracks or not events[tracks[one].id][tag]]
    lost += [
        f"stop of {one}"
        for one in told.stopped
        if one not in tracks or not events[tracks[one].id][Tag.TRACK_PAUSED.value]
    ]
    return lost


def _unasked(told: Told, by_id: dict[int, Row[Any]], events: Events) -> list[str]:
    if not told.tried:
        return []
    return [
        f"nobody asked to sign {track.public_id}"
        for id_, track in by_id.items()
        if events[id_][Tag.TRACK_SIGNED.value] and not told.tried["sign"][track.public_id]
    ]


def _twice(session: Session, by_id: dict[int, Row[Any]], events: Events) -> list[str]:
    found = []
    for tag in (*SAYS.values(), Tag.TRACK_PAUSED):
        found += [f"{tag.value} of track {id_}" for id_ in by_id if len(events[id_][tag.value]) > by_id[id_].round]
    decisions = Counter(session.execute(select(Decision.track_id, Decision.round)).tuples())
    found += [f"decision {key}" for key, count in decisions.items() if count > 1]
    concluded = select(CaseEvent.case_id).where(CaseEvent.tag == Tag.CASE_CONCLUDED.value)
    found += [f"case {case} concluded" for case, count in Counter(session.scalars(concluded)).items() if count > 1]
    results = (
        select(DocumentTrack.track_id)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(Document.kind.in_(list(RESULTS)))
    )
    found += [f"result of track {id_}" for id_, count in Counter(session.scalars(results)).items() if count > 1]
    alarms = session.execute(select(Alarm.subject, Alarm.subject_id, Alarm.kind, Alarm.deadline_version)).tuples()
    plain = Counter((subject, id_, kind.split("!")[0], version) for subject, id_, kind, version in alarms)
    found += [f"alarm {key}" for key, count in plain.items() if count > 1]
    keys = session.scalars(select(OutboxMessage.key))
    found += [f"effect {key}" for key, count in Counter(key.split("!")[0] for key in keys).items() if count > 1]
    lines = Counter(
        (account, code, case, track, hashlib.sha256(json.dumps(params, sort_keys=True).encode()).digest())
        for account, code, case, track, params in session.execute(
            select(
                Notification.account_id, Notification.code, Notification.case_id, Notification.track_id,
                Notification.params,
            )
        )
    )  # fmt: skip
    return found + [f"line {key[:4]}" for key, count in lines.items() if count > 1]


def _rules(cases: dict[str, Row[Any]], by_id: dict[int, Row[Any]]) -> list[str]:
    states = defaultdict(list)
    for track in by_id.values():
        states[track.case_id].append(track.state)
    return [
        f"case {case.public_id} is {case.state.value}, its items say {case_state(states[case.id]).value}"
        for case in cases.values()
        if case.filed_at is not None and case.state is not case_state(states[case.id])
    ]


def _chains(session: Session) -> list[str]:
    found = [f"orphan {one}" for one in orphaned_events(session)]
    after = 0
    while heads := cases_after(session, after, 500):
        found += [f"chain of case {one.case}: {one.what.value} at {one.seq}" for one in chain_findings(session, heads)]
        after = heads[-1].case
    return found


def _alarms_out_of_place(session: Session, events: Events) -> list[str]:
    """None after the decision, none of a clock that stands still: asked of the chain, which has one order."""
    found = []
    stops = {
        row.id: {"statutory": row.stops_statutory, "committed": row.stops_committed}
        for row in session.scalars(select(Pause))
    }
    paused: dict[int, list[tuple[int, int]]] = defaultdict(list)
    about = select(CaseEvent.track_id, CaseEvent.seq, CaseEvent.facts).order_by(CaseEvent.seq)
    for track, seq, facts in session.execute(about.where(CaseEvent.tag == Tag.TRACK_PAUSED.value)):
        paused[track].append((seq, facts["pause"]))
    for track, seq, facts in session.execute(
        about.where(CaseEvent.tag == Tag.ALARM_RAISED.value, CaseEvent.track_id.is_not(None))
    ):
        clock = facts["alarm"].split(":")[0]
        if any(signed < seq for signed in events[track][Tag.TRACK_SIGNED.value]):
            found.append(f"alarm of track {track} at {seq} after its end")
        if any(stopped < seq and stops[pause].get(clock) for stopped, pause in paused[track]):
            found.append(f"alarm of track {track} at {seq} of a clock that stands still")
    return found


def _effects(session: Session, mail: Path) -> Iterator[str]:
    """Each decision has its letter, issued, and its line in the applicant's bell; each mail and text has left."""
    results = (
        select(DocumentTrack.track_id)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(Document.kind.in_(list(RESULTS)), Document.state == DocumentState.ISSUED)
    )
    issued = set(session.scalars(results))
    heard = set(session.scalars(select(Notification.track_id).where(Notification.code == "decided")))
    for track in session.scalars(select(Decision.track_id)):
        if track not in issued:
            yield f"letter of track {track}"
        if track not in heard:
            yield f"word of the decision of track {track}"
    unissued = select(Document.number).where(Document.state == DocumentState.QUEUED)
    yield from (f"letter {number} is not issued" for number in session.scalars(unissued))
    told = select(CaseEvent.case_id).where(CaseEvent.tag == Tag.CASE_CONCLUDED.value)
    ended = set(session.scalars(select(Notification.case_id).where(Notification.code == "case_concluded")))
    yield from (f"word of the end of case {case}" for case in session.scalars(told) if case not in ended)
    yield from _unsaid(session)
    for kind, place, ending in _posts(mail):
        sent = select(OutboxMessage.key, OutboxMessage.payload).where(
            OutboxMessage.kind == kind, OutboxMessage.done_at.is_not(None)
        )
        for key, payload in session.execute(sent):
            own = key.removeprefix(f"{kind}:")
            if not (place / f"{_digest(own)}.{ending}").is_file() and _is_still_true(session, own, payload):
                yield f"{kind} {key}"


def _is_still_true(session: Session, key: str, payload: dict[str, Any]) -> bool:
    """Only an alarm may have become untrue before it left."""
    return still_worth_sending(session, payload["notification_id"], key.split(":")[1], now())


def _posts(mail: Path) -> tuple[tuple[str, Path, str], ...]:
    return ("mail", mail, "eml"), ("sms", mail.parent / "sms", "json")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _sent_of_nothing(session: Session, mail: Path) -> Iterator[str]:
    """Whoever got a mail or a text finds the line that it is of."""
    lines = {_digest(key) for key in session.scalars(select(Notification.key))}
    for kind, place, ending in _posts(mail):
        yield from (f"{kind} {one.name} of no line" for one in place.glob(f"*.{ending}") if one.stem not in lines)


def _unsaid(session: Session) -> Iterator[str]:
    """What was to be told and is done has somebody's line; only an alarm may have become untrue meanwhile."""
    said = {key.rpartition(":")[0].partition("~")[0] for key in session.scalars(select(Notification.key))}
    done = select(OutboxMessage.key, OutboxMessage.payload).where(OutboxMessage.kind == "tell")
    for key, payload in session.execute(done.where(OutboxMessage.done_at.is_not(None))).tuples():
        if not payload["code"].startswith("alarm_") and key.partition("~")[0] not in said:
            yield f"word of {key}"


def _files(session: Session, files: Path) -> tuple[list[str], list[str]]:
    """Every row has its whole file; every issued letter's register entry is the hash of its bytes."""
    lost = []
    for sha256 in set(session.scalars(select(StoredFile.sha256))):
        path = files / sha256[:2] / sha256[2:4] / sha256
        if not path.is_file():
            lost.append(f"file {sha256}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            lost.append(f"bytes of {sha256}")
    ghosts = []
    rows = select(Document.number, Document.sha256, StoredFile.sha256).outerjoin(
        StoredFile, StoredFile.id == Document.file_id
    )
    for number, registered, stored in session.execute(rows.where(Document.state == DocumentState.ISSUED)):
        if registered is None or registered != stored:
            ghosts.append(f"letter {number} is issued without its file")
    return lost, ghosts


def _told_of_nothing(session: Session, by_id: dict[int, Row[Any]]) -> list[str]:
    """Whoever is told of a decision, or gets its letter, can find it; so with every effect of a case."""
    decided = set(session.scalars(select(Decision.track_id)))
    lines = session.scalars(select(Notification.track_id).where(Notification.code == "decided"))
    found = [f"word of a decision of track {track}" for track in lines if track not in decided]
    cases = set(session.scalars(select(Case.id)))
    letters = set(session.scalars(select(Document.id)))
    told = set(session.scalars(select(Notification.id)))
    for key, kind, payload in session.execute(select(OutboxMessage.key, OutboxMessage.kind, OutboxMessage.payload)):
        if kind == "tell" and not _has_cause(payload, cases, by_id, decided):
            found.append(f"effect {key} of nothing")
        if kind == "print" and payload["document_id"] not in letters:
            found.append(f"effect {key} of nothing")
        if kind in ("mail", "sms") and payload["notification_id"] not in told:
            found.append(f"effect {key} of nothing")
    return found


def _has_cause(payload: dict[str, Any], cases: set[int], by_id: dict[int, Row[Any]], decided: set[int]) -> bool:
    track = payload["track_id"]
    if payload["case_id"] not in cases or (track is not None and track not in by_id):
        return False
    return payload["code"] != "decided" or track in decided
