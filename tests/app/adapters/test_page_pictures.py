"""What an officer sees of a paper is a picture we drew; what cannot be drawn is left alone."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter

from app.adapters.page_pictures import SHOWN, Drawn, PagePictures
from app.adapters.storage import FileStore
from tests.app.adapters.test_uploads import a_picture

PDF = "application/pdf"


def pages(count: int) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def test_the_first_pages_are_drawn_once_and_nothing_else_is_a_page(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    pictures, kept = PagePictures(store, tmp_path / "pages"), store.keep(pages(SHOWN + 2), PDF, "a.pdf")
    assert pictures.known(kept.sha256) is None
    pictures.draw(kept.sha256, PDF)
    assert pictures.known(kept.sha256) == Drawn(SHOWN + 2, SHOWN)
    drawn = pictures.page(kept.sha256, 1)
    assert drawn is not None and Image.open(drawn).size == (1240, 1755)
    assert pictures.page(kept.sha256, SHOWN + 1) is None and pictures.page(kept.sha256, 0) is None
    store.path(kept.sha256).unlink()
    pictures.draw(kept.sha256, PDF)  # known: the file is not even opened


def test_a_picture_is_drawn_again_and_a_broken_file_has_no_pages(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    pictures = PagePictures(store, tmp_path / "pages")
    photo, broken = store.keep(a_picture("png"), "image/png", "a.png"), store.keep(b"%PDF-1.4 no", PDF, "b.pdf")
    pictures.draw(photo.sha256, photo.media_type)
    pictures.draw(broken.sha256, broken.media_type)
    assert (pictures.known(photo.sha256), pictures.known(broken.sha256)) == (Drawn(1, 1), Drawn(0, 0))
    pictures.draw(store.keep(b"PK", "application/zip", "c.zip").sha256, "application/zip")
