"""QR codes as data URIs; the only import of zxing-cpp."""

from __future__ import annotations

import base64

from zxingcpp import BarcodeFormat, create_barcode


def qr_data_uri(text: str) -> str:
    """An SVG QR code of `text` as a data URI: error correction M, the quiet zone of four modules that ISO/IEC 18004 asks for.

    The same text gives the same bytes. ValueError when the text is longer than a code holds.
    """
    svg: str = create_barcode(text, BarcodeFormat.QRCode, ec_level="M").to_svg()
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
