"""Letters are printed and sealed by workers: no page ever waits for one."""

from __future__ import annotations

from tests.building.tree import ROOT

OF_THE_PRESS = (
    "binglian.printer",
    "binglian.sealer",
    "print_letter",
    "print_document",
    "adapters.printing",
    "adapters.seal import",
)


def test_no_page_prints_or_seals() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted((ROOT / "app" / "web").rglob("*.py"))
        for word in OF_THE_PRESS
        if word in path.read_text(encoding="utf-8")
    ]
    assert guilty == []
