"""Numbers, quantities and sizes."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext

from app.web.presenters.marking import N_

UNITS = {
    "m2": N_("m²"),
    "m3": N_("m³"),
    "m": N_("m"),
    "10k CNY": N_("万元"),
    "kWh": N_("千瓦时"),
    "tce": N_("吨标准煤"),
}
KB = 1024


def number(value: int | float | Decimal | None) -> str:
    """164667 → 164,667; trailing zeros of a fraction fall away; a dash for nothing."""
    if value is None:
        return "—"
    exact = Decimal(str(value))
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit(code: str | None) -> str:
    """m2 → m²; 10k CNY → 万元 / CNY 10,000."""
    return gettext(UNITS[code]) if code in UNITS else (code or "")


def quantity(value: int | float | Decimal | None, code: str | None = None) -> str:
    """164,667 m²."""
    said = unit(code)
    return f"{number(value)} {said}" if said and value is not None else number(value)


def file_size(size: int) -> str:
    """Bytes as 18.2 MB; below one kilobyte as bytes."""
    if size < KB:
        return gettext("%(count)s 字节", count=size)
    value, name = (size / KB, "KB") if size < KB * KB else (size / KB / KB, "MB")
    return f"{value:.1f} {name}" if value < 10 else f"{value:.0f} {name}"


def percent(part: int, whole: int) -> str:
    """A share as 96.8%; a dash of nothing."""
    return f"{part / whole * 100:.1f}%" if whole else "—"


def dial(phone: str) -> str:
    """A telephone number as a `tel:` link wants it: 0531-8321 0012（演示） → 053183210012."""
    return "".join(sign for sign in phone if sign in "+0123456789")
