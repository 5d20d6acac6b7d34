"""What `python -m workers` takes for an order, and what a paper worker has ready before it forks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from workers import __main__ as door


@pytest.mark.parametrize("words", [[], ["clocks"], ["clock", "clock"], ["clock", "paper,notice"], ["--help"]])
def test_whatever_is_no_queue_is_told_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(words) == 2
    assert "usage: python -m workers clock|paper|notice|report|timetable" in capsys.readouterr().err


@pytest.mark.parametrize(("queue", "warmed"), [("paper", ["printer", "sealer", "work"]), ("clock", ["work"])])
def test_a_paper_worker_has_its_press_warm_before_it_forks(
    queue: str, warmed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    named = {
        f"binglian.{name}": SimpleNamespace(warm=lambda name=name: done.append(name)) for name in ("printer", "sealer")
    }
    app = SimpleNamespace(extensions={"binglian.settings": SimpleNamespace(redis_url="redis://nowhere"), **named})
    monkeypatch.setattr(door, "stay_at_work", lambda app, name, url: done.append("work"))
    door.work(app, queue)  # type: ignore[arg-type]
    assert done == warmed
