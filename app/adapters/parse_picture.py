"""Is a picture what its name says, within bounds? Its head is asked, nothing is unpacked. Runs in a limited child."""

from __future__ import annotations

import json
from typing import BinaryIO

from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

MAX_PIXELS = 150_000_000
"""A sheet of A0 at 300 dots an inch has 139 million; nothing here unpacks them, the officer's machine does."""
READERS = {"image/jpeg": JpegImageFile, "image/png": PngImageFile}


def answer(request: bytes, file: BinaryIO) -> bytes:
    """`request` names the media type; answered with `code:number`, empty when all is well. Raises for a broken picture."""
    with READERS[json.loads(request)["media_type"]](file) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            return b"file_too_many_pixels:%d" % (MAX_PIXELS // 1_000_000)
        picture.verify()
    return b""
