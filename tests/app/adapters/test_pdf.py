"""What the printer promises of every file, whatever the letter."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pymupdf
import pytest
from PIL import Image
from zxingcpp import read_barcodes

from app.adapters.pdf import Language, MissingElement, PdfPrinter, UnprintableText
from tests.letters.samples import acceptance_notice, all_letters, licence_decision, refusal_decision
from tests.support.places import FONTS

RARE = "喆堃镕珺㛃𬭚𫖯𬱖"  # the last three beyond the basic plane


@pytest.fixture(scope="module")
def printer() -> PdfPrinter:
    return PdfPrinter(FONTS)


def text_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as paper:
        return "".join(page.get_text() for page in paper).replace("\n", "")


def test_the_same_facts_give_the_same_bytes_also_from_another_printer(printer: PdfPrinter) -> None:
    first = printer.print_letter("acceptance_notice", acceptance_notice())
    assert printer.print_letter("acceptance_notice", acceptance_notice()) == first
    assert PdfPrinter(FONTS).print_letter("acceptance_notice", acceptance_notice()) == first


def test_the_facts_travel_with_the_paper(printer: PdfPrinter) -> None:
    facts = licence_decision()
    with pymupdf.open(stream=printer.print_letter("licence_decision", facts)) as paper:
        assert paper.embfile_names() == ["facts.json"]
        assert json.loads(paper.embfile_get("facts.json")) == json.loads(facts.to_json())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_code_on_paper_is_read_back(printer: PdfPrinter, language: Language) -> None:
    facts = licence_decision(
        number=f"章自然规许〔2026〕{'9' * 40}号", verify_url="https://binglian.example/verify?" + "A7" * 90
    )
    with pymupdf.open(stream=printer.print_letter("licence_decision", facts, language=language)) as paper:
        seen = [page.get_pixmap(dpi=200) for page in paper]
    read = [
        code for shot in seen for code in read_barcodes(Image.frombytes("RGB", (shot.width, shot.height), shot.samples))
    ]
    assert [(code.text, code.ec_level) for code in read] == [(facts.verify_url, "M")]


def test_no_stream_ends_in_what_a_validator_takes_for_the_end_of_a_line(printer: PdfPrinter) -> None:
    for number in range(24):  # one stream in 256 does by chance, and a letter has a dozen
        pdf = printer.print_letter("acceptance_notice", acceptance_notice(number=f"章审受〔2026〕{number}号"))
        assert b"\r\nendstream" not in pdf and b"<x:xmpmeta" in pdf


def test_names_with_rare_characters_are_drawn_and_read_back(printer: PdfPrinter) -> None:
    pdf = printer.print_letter("licence_decision", licence_decision(addressee=f"济南{RARE}家居有限公司"))
    with pymupdf.open(stream=pdf) as paper:
        drawn = [(char[0], char[1]) for page in paper for span in page.get_texttrace() for char in span["chars"]]
    assert all(glyph != 0 for _, glyph in drawn)
    assert set(map(ord, RARE)) <= {point for point, _ in drawn}
    assert RARE in text_of(pdf)


def test_a_character_no_face_has_stops_the_paper_and_a_picture_does_not(printer: PdfPrinter) -> None:
    with pytest.raises(UnprintableText) as missing:
        printer.print_letter("licence_decision", licence_decision(addressee="\U0003134a某公司"))
    assert missing.value.characters == "\U0003134a"
    assert "家居城〓" in text_of(printer.print_letter("licence_decision", licence_decision(project_name="家居城😀")))


@pytest.mark.parametrize("element", ["number", "verify_code", "verify_url"])
def test_nothing_is_issued_without_number_and_verification(printer: PdfPrinter, element: str) -> None:
    with pytest.raises(MissingElement, match=element):
        printer.print_letter("licence_decision", licence_decision(**{element: None}))


def test_a_draft_needs_neither_and_says_what_it_is(printer: PdfPrinter) -> None:
    facts = licence_decision(number=None, verify_code=None, verify_url=None, licence_number=None)
    text = text_of(printer.print_letter("licence_decision", facts, draft=True))
    assert "草　稿" in text
    assert "（签发时编号）" in text
    assert "2026年5月7日" not in text.split("公开")[-1]


@pytest.mark.parametrize("kind", all_letters())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_has_a_draft_in_both_languages(printer: PdfPrinter, kind: str, language: Any) -> None:
    html = printer.letter_html(kind, all_letters()[kind], draft=True, language=language)
    assert "draft" in html


def test_facts_of_one_letter_are_not_printed_as_another(printer: PdfPrinter) -> None:
    with pytest.raises(TypeError, match="LicenceDecision"):
        printer.print_letter("licence_decision", refusal_decision())


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "</p><style>@import url(http://127.0.0.1:9/x.css)</style>",
    "{{ 7 * 7 }}{% include 'letters/_base.html' %}",
    "&lt;b&gt;&#x3c;b&#x3e;",
    "\u202e反\u0000转",
)


@pytest.mark.parametrize("payload", HOSTILE)
def test_typed_markup_is_printed_as_text_and_does_nothing(printer: PdfPrinter, payload: str) -> None:
    facts = refusal_decision(addressee=payload, project_name=payload, findings=(payload,), reasons=(payload,))
    html = printer.letter_html("refusal_decision", facts)
    assert html.count("<img") == 2  # the QR code and the seal
    assert "<script" not in html and "<link" not in html and "<style" not in html and "49{" not in html
    with pymupdf.open(stream=printer.print_letter("refusal_decision", facts)) as paper:
        assert paper.embfile_names() == ["facts.json"]
        assert "root:" not in "".join(page.get_text() for page in paper)


def test_without_a_sample_mark_the_paper_is_clean(printer: PdfPrinter) -> None:
    assert "样张" in text_of(printer.print_letter("refusal_decision", refusal_decision()))
    assert "样张" not in text_of(PdfPrinter(FONTS, sample=False).print_letter("refusal_decision", refusal_decision()))


@pytest.mark.parametrize(
    ("language", "mark", "why"), [("zh", "（暂定）", "尚未公布"), ("en", "(provisional)", "has not been published")]
)
def test_a_day_beyond_the_last_notice_is_printed_as_provisional(
    printer: PdfPrinter, language: Language, mark: str, why: str
) -> None:
    facts = all_letters()["acceptance_notice"]
    known = printer.letter_html("acceptance_notice", replace(facts, calendar_until=2026), language=language)
    assert mark not in known and why not in known
    beyond = printer.letter_html("acceptance_notice", replace(facts, calendar_until=2025), language=language)
    assert mark in beyond and beyond.count(why) == 1
    assert f"2026年4月29日{mark}" not in beyond and f"29 April 2026 {mark}" not in beyond  # its own day is no forecast
    assert mark not in printer.letter_html("acceptance_notice", facts, language=language)
