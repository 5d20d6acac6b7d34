"""Every sample letter as PDF, printed once for all tests of a run."""

from __future__ import annotations

import os
from pathlib import Path

from app.adapters.pdf import Language, PdfPrinter
from tests.letters.samples import all_letters
from tests.support.places import FONTS

FACTS = all_letters()


class Printed:
    """Each letter in each language, printed when first asked for and once for all test processes of this run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.printer = folder, PdfPrinter(FONTS)

    def __getitem__(self, asked: tuple[str, Language]) -> bytes:
        kind, language = asked
        path = self.folder / f"{kind}-{language}.pdf"
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_bytes(self.printer.print_letter(kind, FACTS[kind], language=language))
            draft.replace(path)  # another process sees the whole letter or none
        return path.read_bytes()
