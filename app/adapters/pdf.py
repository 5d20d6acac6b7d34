"""Facts to paper: Jinja, then WeasyPrint (its only import), as PDF/A-3b with tags and the facts attached.

The same facts give the same bytes: nothing here reads a clock, and every date in the file comes from the facts.
Nothing is fetched: the page may use data URIs only, fonts come through fontconfig.
"""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import pydyf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app.adapters import print_calendar
from app.adapters.print_faces import UnprintableText, with_known_faces
from app.adapters.print_numbers import keep_counted
from app.adapters.print_words import FILTERS, close_up, in_pieces, printable
from app.adapters.qr import qr_data_uri
from app.adapters.seal_drawing import PLACE_OF_SEAL, seal_data_uri
from approvals.domain.letters.day_statement import DayStatement
from approvals.domain.letters.frame import LetterFacts, MissingElement
from approvals.domain.letters.registry import LETTERS, LetterSpec

Language = Literal["zh", "en"]

_APP = Path(__file__).resolve().parent.parent
_PAGES: dict[Language, str] = {"zh": "page.html", "en": "page_en.html"}
_WARM_FACES = ("FandolFang", "FandolSong", "FandolHei", "FandolKai", "'Noto Serif SC'")
_TRIES = 5
_STREAM, _END = b">>\nstream\n", b"\nendstream"
_DARK_END = b"\r" + _END
# The red head: size in points and the narrowing of a name of usual length, by layout.
_HEAD = {"letter": (31.0, 0.98), "document": (44.0, 0.78), "form": (31.0, 1.0)}
_HEAD_WIDTH_MM = 144.0
_NARROWEST = 0.6

# WeasyPrint logs every CSS property it does not know; the sheet is ours and is tested, so only errors matter.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


def _head_style(layout: str, organ: str) -> str:
    """What puts the organ's whole name on one line: narrowed first, then smaller, for narrow letters are ugly.

    A style of that name alone: a style sheet per letter would be asked of every element.
    """
    size, usual = _HEAD[layout]
    room = _HEAD_WIDTH_MM / (size * 0.3528 * max(len(organ), 1))
    narrowed = min(usual, max(room, _NARROWEST))
    shrunk = size * min(1.0, room / _NARROWEST)
    return f"--squeeze: {narrowed:.3f}; font-size: {shrunk:.1f}pt"


class PdfPrinter:
    """Prints letters. Keep one per process: it holds the fonts and the parsed style sheet.

    `fonts_conf` is a fontconfig file (its folder holds the fonts); `sample` marks pages 样张, `sample_seal` seals 样章
    (as the pages, unless said).
    """

    def __init__(self, fonts_conf: Path, *, sample: bool = True, sample_seal: bool | None = None) -> None:
        # fontconfig reads the variable when a FontConfiguration is made, not later.
        os.environ["FONTCONFIG_FILE"] = str(fonts_conf.resolve())
        self._fonts = fonts_conf.resolve().parent
        self._sample = sample
        self._sample_seal = sample if sample_seal is None else sample_seal
        self._font_config = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=["data"])
        self._sheet = self._css((_APP / "static" / "print" / "print.css").read_text(encoding="utf-8"))
        self._pages = Environment(
            loader=FileSystemLoader(_APP / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=self._written,
        )
        self._pages.filters.update(FILTERS | print_calendar.FILTERS)
        self._pages.globals.update(says_provisional=print_calendar.says_provisional)

    def warm(self) -> None:
        """Do once what every process would do again at its first letter: templates, faces, the parts of a page.

        A worker forks a child for every bell; what its parent has done before, the children have.
        """
        for spec in LETTERS.values():
            for page in _PAGES.values():
                self._pages.get_template(f"{spec.folder}/{page}")
        seal = seal_data_uri(self._fonts, "示例市行政审批服务局", "special", sample=self._sample_seal)
        text = self._written("中文字〔2026〕1号，ABC 123 %。")
        pictures = (
            f'<img alt="章" src="{seal}"><img alt="码" src="{qr_data_uri("https://binglian.example/verify?n=1&c=2")}">'
        )
        faces = "".join(f'<p style="font-family: {face}"><b>{text}</b> {text}</p>' for face in _WARM_FACES)
        page = f'<html lang="zh"><body class="letter">{faces}{pictures}<table><tr><td>{text}</td></tr></table></body></html>'
        document = HTML(string=page, base_url="about:blank", url_fetcher=self._fetcher)
        document.write_pdf(
            font_config=self._font_config, stylesheets=[self._sheet], pdf_variant="pdf/a-3b", pdf_tags=True
        )

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False, language: Language = "zh") -> bytes:
        """The letter as PDF. A draft shows placeholders for number, date, code and seal; `en` is the reading copy.

        MissingElement when an issued letter has no number or no verification, UnprintableText when no face has a
        character of a name, KeyError for an unknown kind.
        """
        spec = LETTERS[kind]
        self._demand_issue_elements(spec, facts, draft=draft)
        html = self.letter_html(kind, facts, draft=draft, language=language)
        document = HTML(string=html, base_url="about:blank", url_fetcher=self._fetcher)
        rendered = document.render(
            font_config=self._font_config,
            stylesheets=[self._sheet],
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
        )
        options: dict[str, Any] = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
        for retry in range(_TRIES):
            rendered.metadata.attachments = [self._facts_attachment(facts)]
            pdf: bytes = rendered.write_pdf(finisher=_Finisher(retry), **options)
            if _DARK_END not in pdf:
                return pdf
        return pdf

    def print_page(self, template: str, facts: Mapping[str, Any], style: str) -> tuple[bytes, int]:
        """A page that is no letter (the sheet in front of a bundle) with its own style sheet, and how many pages it took."""
        html = close_up(self._pages.get_template(template).render(facts))
        sheet = self._css((_APP / "static" / "print" / style).read_text(encoding="utf-8"))
        document = HTML(string=html, base_url="about:blank", url_fetcher=self._fetcher)
        rendered = document.render(font_config=self._font_config, stylesheets=[sheet])
        pdf: bytes = rendered.write_pdf()
        return pdf, len(rendered.pages)

    def print_written(self, page: str, style: str) -> bytes:
        """A page that was written elsewhere (a service guide), with one of our style sheets, as PDF/A-3b with tags."""
        sheet = self._css((_APP / "static" / "print" / style).read_text(encoding="utf-8"))
        document = HTML(string=page, base_url="about:blank", url_fetcher=self._fetcher)
        rendered = document.render(
            font_config=self._font_config, stylesheets=[sheet], pdf_variant="pdf/a-3b", pdf_tags=True
        )
        for retry in range(_TRIES):
            pdf: bytes = rendered.write_pdf(finisher=_Finisher(retry), pdf_variant="pdf/a-3b", pdf_tags=True)
            if _DARK_END not in pdf:
                break
        return pdf

    def letter_html(self, kind: str, facts: LetterFacts, *, draft: bool = False, language: Language = "zh") -> str:
        """The page before it is set, for previews and tests."""
        spec = LETTERS[kind]
        name = _PAGES[language]
        seal = PLACE_OF_SEAL if draft else self._seal(spec, facts)
        until = None if isinstance(facts, DayStatement) else facts.calendar_until  # it marks every line itself
        with print_calendar.calendar_known_until(until, facts.dated_on):
            html = self._pages.get_template(f"{spec.folder}/{name}").render(
                facts=facts,
                spec=spec,
                draft=draft,
                sample=self._sample,
                seal=seal,
                head=_head_style(spec.layout, facts.organ),
                qr=qr_data_uri(facts.verify_url) if facts.verify_url and not draft else None,
                created=datetime.combine(facts.dated_on, time(0), UTC).isoformat(),
            )
        return in_pieces(keep_counted(close_up(html)) if language == "zh" else html)

    def _written(self, value: object) -> object:
        """What Jinja puts on paper for a value: cleaned of controls, drawable by the faces we have."""
        text = printable(value)
        if not isinstance(text, str):
            return text
        drawable = with_known_faces(self._fonts, str(text))
        return Markup(drawable) if isinstance(text, Markup) else drawable  # noqa: S704 - was markup already

    def _seal(self, spec: LetterSpec, facts: LetterFacts) -> str:
        if spec.seal == "none":
            return ""
        organ = facts.addressee if spec.seal == "applicant" else facts.organ
        return seal_data_uri(self._fonts, organ, spec.seal, sample=self._sample_seal)

    def _css(self, text: str) -> CSS:
        return CSS(string=text, font_config=self._font_config, url_fetcher=self._fetcher, base_url="about:blank")

    @staticmethod
    def _demand_issue_elements(spec: LetterSpec, facts: LetterFacts, *, draft: bool) -> None:
        if not isinstance(facts, spec.facts):
            raise TypeError(f"{spec.kind} is printed from {spec.facts.__name__}, not {type(facts).__name__}")
        if draft or spec.seal == "none":  # what is signed by hand proves itself
            return
        if spec.number_pattern is not None:
            facts.demand("number", facts.number)
        facts.demand("verify_code", facts.verify_code)
        facts.demand("verify_url", facts.verify_url)

    def _facts_attachment(self, facts: LetterFacts) -> Attachment:
        # Local midnight of the letter's day: a date from the facts, so that the bytes repeat.
        dated = datetime.combine(facts.dated_on, time(0), UTC) - timedelta(hours=8)
        return Attachment(
            string=facts.to_json(),
            name="facts.json",
            description="facts of this letter",
            created=dated,
            modified=dated,
            relationship="Data",
            url_fetcher=self._fetcher,
        )


class _Finisher:
    """Last touch before the trailer: XMP left readable, as PDF/A validators ask, and every other stream packed for good.

    Packed here, because pydyf packs a stream each time it is asked for it, and asks twice: for the file's identifier and
    for the file. A packed stream that by chance ends in CR makes a validator take that CR for part of the line end: such
    a one is packed another way. The object stream and the cross-references are made later; on a retry `retry` unused
    strings shift them.
    """

    def __init__(self, retry: int) -> None:
        self._retry = retry

    def __call__(self, _document: object, pdf: pydyf.PDF) -> None:
        for held in pdf.objects:
            if isinstance(held, pydyf.Stream) and held.compress:
                held.compress = False
                if held.extra.get("Type") != "/Metadata":
                    _pack(held)
        for number in range(self._retry):
            pdf.add_object(pydyf.String(f"{number}"))


def _pack(held: pydyf.Stream) -> None:
    """Put the packed bytes where the plain ones were: as well as can be, and not ending in CR."""
    plain: bytes = held.data.partition(_STREAM)[2].removesuffix(_END)
    for level in range(9, -1, -1):
        packed = zlib.compress(plain, level)
        if not packed.endswith(b"\r"):
            held.stream, held.extra["Filter"] = [packed], "/FlateDecode"
            return


__all__ = ["Language", "MissingElement", "PdfPrinter", "UnprintableText"]
