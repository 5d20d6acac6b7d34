"""The first pages of a PDF or a picture, as pictures we made ourselves. Runs in a limited child.

Answered with one line of JSON ({"pages": how many there are, "sizes": bytes of each drawn}), then the drawings.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

WIDTH = 1240
LONGEST = 3 * WIDTH
SECONDS = 12.0
"""After this no further page is begun."""
MOST_PIXELS = 60_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def answer(request: bytes, file: BinaryIO) -> bytes:
    """`request` names the media type and how many pages are wanted at the most."""
    asked = json.loads(request)
    if asked["media_type"] == "application/pdf":
        document = pypdfium2.PdfDocument(file)
        count, drawn = len(document), list(_pages(document, asked["most"]))
    else:
        count, drawn = 1, [_picture(file, asked["media_type"])]
    return json.dumps({"pages": count, "sizes": [len(one) for one in drawn]}).encode() + b"\n" + b"".join(drawn)


def _pages(document: pypdfium2.PdfDocument, most: int) -> Iterator[bytes]:
    began = time.monotonic()
    for number in range(min(most, len(document))):
        if number and time.monotonic() - began > SECONDS:
            return
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(1.0, width), LONGEST / max(1.0, height))
        yield _packed(page.render(scale=scale, may_draw_forms=False).to_pil())
        page.close()


def _picture(file: BinaryIO, media_type: str) -> bytes:
    reader = JpegImageFile if media_type == "image/jpeg" else PngImageFile
    with reader(file) as picture:
        if picture.width * picture.height > MOST_PIXELS and media_type != "image/jpeg":
            raise ValueError("too large to draw")
        picture.draft("RGB", (WIDTH, WIDTH))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((WIDTH, LONGEST))
        return _packed(turned)


def _packed(picture: Image.Image) -> bytes:
    packed = io.BytesIO()
    paper = Image.new("RGB", picture.size, "white")
    shown = picture.convert("RGBA")
    paper.paste(shown, mask=shown.getchannel("A"))
    paper.save(packed, "WEBP", quality=78, method=3)
    return packed.getvalue()
