"""flask audit: the record of what happened, sealed and verified against the seals outside the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.chain_keys import NoSealKey, PublicHalfOnly
from app.adapters.chain_seals import SealBook, SealTaken
from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.domain.chain import Break, Finding, Head
from approvals.models.cases import Case
from approvals.queries.audit import SLACK, Sealed, highest_seal, verify_chains, verify_seals
from approvals.queries.chains import case_numbers, chain_findings
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM

group = AppGroup("audit", help="The record of what happened: seal it, verify it.")
WORDS = {
    Break.EDITED: "event {seq} was edited after it was written: its content does not yield its hash",
    Break.MISSING: "events {seq} to {until} are gone from the middle",
    Break.OUT_OF_ORDER: "event {seq} stands where it does not belong: its number came before",
    Break.UNLINKED: "event {seq} does not follow the event before it",
    Break.TAIL_CUT: "the last events, {seq} to {until}, are gone",
    Break.TAIL_ADDED: "events {seq} to {until} were added past the end that the case knows of",
    Break.HEAD: "the head that the case keeps is not the hash of its last event {seq}",
    Break.NO_CASE: "its events from {seq} on are there, the case itself is gone",
    Break.SEALED_GONE: "event {seq} is sealed in seal {seal} and not there any more: a cut tail, or the whole case removed",
    Break.SEALED_OTHER: "event {seq} is not the one that seal {seal} holds: the chain was written anew",
    Break.UNSEALED: "event {seq} and what follows is older than the last seal, and in no seal",
    Break.SEAL_MISSING: "seal {seal} is missing",
    Break.SEAL_BROKEN: "seal {seal} is not the file that was written: its bytes, its number or its count were changed",
    Break.SEAL_FORGED: "seal {seal} is not signed with our key",
    Break.SEAL_UNLINKED: "seal {seal} does not follow the seal before it",
    Break.SEAL_OTHER: "seal {seal} is not the one that the database noted under this number",
}


def in_words(finding: Finding, number: str = "") -> str:
    """One finding as a sentence that names case and event."""
    where = f"case {finding.case}{f' ({number})' if number else ''}: " if finding.case is not None else ""
    return where + WORDS[finding.what].format(seq=finding.seq, until=finding.until, seal=finding.seal)


@group.command("verify")
@click.option("--case", "wanted", default="", help="Only this case, by its number or its id.")
@click.option("--known", default="", metavar="NUMBER:DIGEST", help="A seal that was written down elsewhere.")
@with_appcontext
def verify(wanted: str, known: str) -> None:
    """Verify every case's chain, every seal, and each against the other; exit code 1 when anything is wrong.

    Who can empty both the folder of seals and their table leaves a house that agrees with itself: `--known` is a seal
    as this command named it on another day, and must still be there.
    """
    book: SealBook = current_app.extensions["binglian.seals"]
    count = 0
    with reading(at_one_moment=True) as session:
        try:
            for finding in all_findings(session, book) if not wanted else _one(session, book, wanted):
                count += 1
                names = case_numbers(session, [finding.case]) if finding.case is not None else {}
                click.echo(in_words(finding, names.get(finding.case or 0, "")))
        except NoSealKey as absent:
            raise click.ClickException(f"no key to verify the seals with: {absent}") from None
        seals = highest_seal(session, book)
    if known and not _is_there(book, known):
        count += 1
        click.echo(f"seal {known.partition(':')[0]} is not there any more as it was written down")
    click.echo(f"{count or 'nothing'} wrong; {seals} seals")
    click.echo(_newest(book))
    sys.exit(1 if count else 0)


def _is_there(book: SealBook, known: str) -> bool:
    number, _, digest = known.partition(":")
    return (
        number.isdigit() and book.has(int(number)) and bool(digest) and book.look(int(number)).digest.startswith(digest)
    )


def _newest(book: SealBook) -> str:
    seal = book.last()
    if seal is None:
        return "no seal is there: each chain was compared with itself only"
    return f"the last seal is {seal.number}:{seal.digest[:16]} of {seal.sealed_at:%Y-%m-%d %H:%M} UTC: write it down elsewhere"


@group.command("seal")
@with_appcontext
def seal() -> None:
    """Seal the chain heads now, as the workers do every hour."""
    try:
        number = seal_chains(book=current_app.extensions["binglian.seals"], actor=SYSTEM, now=now())
    except PublicHalfOnly as half:
        raise click.ClickException(f"no key to seal with: {half}") from None
    except NoSealKey as absent:
        raise click.ClickException(f"no key to seal with: {absent}; flask audit key makes one") from None
    except SealTaken:
        click.echo("a worker has just sealed")
        return
    click.echo(f"seal {number} written")


@group.command("key")
@with_appcontext
def key() -> None:
    """Make the key if there is none, and say its fingerprint: write it down somewhere else.

    Where only the public half lies, the seals were signed with a key that is kept elsewhere: none is made.
    """
    held: SealBook = current_app.extensions["binglian.seals"]
    try:
        made = held.key.make()
    except PublicHalfOnly as half:
        raise click.ClickException(f"no key was made: {half}") from None
    click.echo(f"{'made' if made else 'there is'} {held.key.path}, fingerprint {held.key.fingerprint()}")


def all_findings(session: Session, book: SealBook) -> Iterator[Finding]:
    """Every seal, then every chain against them."""
    sealed = Sealed()
    yield from verify_seals(session, book, sealed)
    yield from verify_chains(session, sealed)


def _one(session: Session, book: SealBook, wanted: str) -> Iterator[Finding]:
    highest = highest_seal(session, book)
    which = Case.case_no == wanted if not wanted.isdigit() else (Case.id == int(wanted)) | (Case.case_no == wanted)
    row = session.execute(select(Case.id, Case.event_count, Case.chain_head).where(which)).first()
    if row is None and not wanted.isdigit():
        raise click.ClickException(f"there is no case {wanted}")
    case, sealed = row.id if row else int(wanted), Sealed()
    yield from verify_seals(session, book, sealed, case=case, highest=highest)
    if row is not None:
        before = sealed.last_at - SLACK if sealed.last_at else None
        yield from chain_findings(session, [Head(*row)], {case: sealed.get(case)}, before)
