"""A handful of one-page PDFs that say what they are: demonstration papers, reused for every upload of the demo city."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from app.adapters.storage import FileStore, StoredBytes

A4 = (595.0, 842.0)
VARIETIES = 6
LIMIT = 1024 * 1024


def _page(number: int) -> bytes:
    """A PDF of one page with two lines of text; the standard font has no Chinese, and the page is only a stand-in."""
    writer = PdfWriter()
    page = writer.add_blank_page(*A4)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    words = DecodedStreamObject()
    words.set_data(
        f"BT /F1 24 Tf 90 700 Td (Demonstration paper {number}) Tj "
        "0 -40 Td /F1 14 Tf (Binglian demo city. Not a real document.) Tj ET".encode()
    )
    page[NameObject("/Contents")] = words
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _picture() -> bytes:
    """A scan is often only a picture on a page."""
    made = BytesIO()
    picture = Image.new("L", (420, 594), 250)
    ImageDraw.Draw(picture).text((60, 90), "Demonstration scan", fill=60)
    picture.save(made, "PDF")
    return made.getvalue()


class DemoPapers:
    """Stored files by name: each paper of the catalogue gets its own display name and one of a few contents."""

    def __init__(self, store: FileStore) -> None:
        contents = [*(_page(number) for number in range(1, VARIETIES)), _picture()]
        self._kept = [store.receive(BytesIO(content), "演示材料.pdf", LIMIT) for content in contents]

    def named(self, name: str, variety: int) -> StoredBytes:
        """The bytes of one variety under the name of a paper."""
        kept = self._kept[variety % len(self._kept)]
        return StoredBytes(kept.sha256, kept.size, kept.media_type, f"{name}.pdf")
