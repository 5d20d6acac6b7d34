"""The English catalogue: what is wrong with a fragment is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages


def problems_of(monkeypatch: pytest.MonkeyPatch, folder: Path, **fragments: str) -> list[str]:
    for name, text in fragments.items():
        (folder / f"{name}.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(messages, "FRAGMENTS", folder)
    return messages.fragments()[1]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "办结"\nmsgstr ""\n', "has no English"),
        ('msgid "办结"\nmsgstr "办结"\n', "Chinese in the English"),
        ('msgid "还剩 %(days)s 日"\nmsgstr "days left"\n', "placeholders differ"),
        ('msgid "还剩 %(days)s 日"\nmsgstr "%(day)s days left"\n', "placeholders differ"),
        ('#, fuzzy\nmsgid "办结"\nmsgstr "Concluded"\n', "is marked fuzzy"),
    ],
)
def test_a_faulty_entry_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str, fault: str) -> None:
    (problem,) = problems_of(monkeypatch, tmp_path, room=entry)
    assert fault in problem


def test_two_rooms_may_not_tell_a_message_differently(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, other = 'msgid "办结"\nmsgstr "Concluded"\n', 'msgid "办结"\nmsgstr "Done"\n'
    (problem,) = problems_of(monkeypatch, tmp_path, a=one, b=other)
    assert "in another fragment" in problem


def test_plurals_and_the_same_words_twice_are_fine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plural = 'msgid "%(num)s 件"\nmsgid_plural "%(num)s 件"\nmsgstr[0] "one case"\nmsgstr[1] "%(num)s cases"\n'
    same = 'msgid "办结"\nmsgstr "Concluded"\n'
    assert problems_of(monkeypatch, tmp_path, a=plural + "\n" + same, b=same) == []
