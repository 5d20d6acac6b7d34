"""Many PDFs into one reading copy with an outline. Runs in a limited child, because some came from elsewhere.

The seals of the parts do not survive this, so the copy carries no form, no signature and no attachment, and says on
every page that it is a copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import ArrayObject, NameObject, TextStringObject

MOST_PAGES = 3000
DROPPED = ("/StructParents", "/AA", "/Tabs", "/B")


def answer(request: bytes) -> bytes:
    """`{"pages": [path…]}` is answered with the number of pages of each, 0 for one that cannot be read;
    `{"merge": {…}}` writes the copy to its `out`."""
    asked: dict[str, Any] = json.loads(request)
    if "pages" in asked:
        return json.dumps([_pages(path) for path in asked["pages"]]).encode()
    _merge(**asked["merge"])
    return b"{}"


def _pages(path: str) -> int:
    try:
        reader = PdfReader(path)
        count = 0 if reader.is_encrypted else len(reader.pages)
        for page in reader.pages if 0 < count <= MOST_PAGES else ():
            page.mediabox  # noqa: B018 - a page that has no size cannot be shown
        return count if count <= MOST_PAGES else 0
    # Whatever the parser raises on a broken or hostile file: it stays out of the copy.
    except Exception:  # noqa: BLE001
        return 0


def _merge(*, sheet: str, strips: str, parts: list[dict[str, str]], title: str, contents: str, out: str) -> None:
    """`sheet` goes first, `strips` has one page of margin text for every page of the whole."""
    writer = PdfWriter()
    strip_pages = PdfReader(strips).pages
    writer.add_outline_item(contents, _add(writer, PdfReader(sheet).pages, strip_pages))
    for part in parts:
        writer.add_outline_item(part["title"], _add(writer, PdfReader(part["path"]).pages, strip_pages))
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
    writer.page_mode = "/UseOutlines"
    writer.create_viewer_preferences().display_doctitle = True
    with open(out, "wb") as file:
        writer.write(file)


def _add(writer: PdfWriter, pages: Iterable[PageObject], strips: Any) -> PageObject | None:
    """Append pages with the mark of the copy in their margin; the first of them."""
    first = None
    for page in pages:
        number = len(writer.pages)
        added = writer.add_page(_plain(page))
        _mark(added, strips[number])
        first = first or added
    return first


def _plain(page: PageObject) -> PageObject:
    """Only what is printed, and links to the web: no form field, no seal, no action of another kind."""
    for name in DROPPED:
        page.pop(name, None)
    kept = [one for one in page.get("/Annots", ArrayObject()) if _is_link(one.get_object())]
    page.pop("/Annots", None)
    if kept:
        page[NameObject("/Annots")] = ArrayObject(kept)
    return page


def _is_link(annotation: Any) -> bool:
    action = annotation.get("/A") if annotation.get("/Subtype") == "/Link" else None
    said = action.get_object() if action is not None else {}
    return bool(said.get("/S") == "/URI" and str(said.get("/URI", "")).startswith(("https://", "http://")))


def _mark(page: PageObject, strip: PageObject) -> None:
    """Into the lower margin, scaled to the width of the sheet; a turned page stays without."""
    if page.rotation:
        return
    box = page.mediabox
    scale = min(1.0, float(box.width) / float(strip.mediabox.width))
    place = Transformation().scale(scale).translate(float(box.left), float(box.bottom))
    page.merge_transformed_page(strip, place)
