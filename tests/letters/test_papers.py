"""Every letter in both languages, as a lawyer, a printer and a machine look at it."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import page
import pymupdf
import pytest

from app.adapters.pdf import Language, PdfPrinter
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from tests.letters.elements import ELEMENTS
from tests.letters.printed import FACTS, Printed
from tests.letters.samples import (
    REMEDIES,
    joint_refusal,
    licence_decision,
    pause_notice,
    review_opinion,
    service_reply,
)
from tests.support.places import FONTS

MM = 72 / 25.4


def text_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as paper:
        text = re.sub(r"\s", "", "".join(sheet.get_text() for sheet in paper))
    return re.sub(r"样张不具法律效力|—\d+—", "", text)  # what runs on every page stands between two of its lines


@pytest.mark.parametrize("kind", FACTS)
def test_the_legal_elements_stand_on_the_paper_in_reading_order(printed: Printed, kind: str) -> None:
    text, at = text_of(printed[kind, "zh"]), 0
    for element in ELEMENTS[kind]:
        found = text.find(element, at)
        assert found >= 0, f"{element} is missing after {text[max(0, at - 20) : at]}"
        at = found


@pytest.mark.parametrize("kind", FACTS)
def test_the_common_skeleton_is_complete(printed: Printed, kind: str) -> None:
    facts, text = FACTS[kind], text_of(printed[kind, "zh"])
    for part in (facts.organ, facts.title, facts.number, facts.addressee, facts.project_name, facts.case_no):
        assert part is None or part in text
    assert (facts.verify_code or "") in text
    assert f"{facts.dated_on.year}年{facts.dated_on.month}月{facts.dated_on.day}日" in text


@pytest.mark.parametrize("kind", FACTS)
def test_remedies_stand_where_the_law_wants_them_and_nowhere_else(printed: Printed, kind: str) -> None:
    text = text_of(printed[kind, "zh"])
    assert ("行政复议" in text and REMEDIES.court in text) == LETTERS[kind].needs_remedy


@pytest.mark.parametrize("kind", FACTS)
def test_the_english_copy_says_that_the_chinese_text_prevails_on_every_page(printed: Printed, kind: str) -> None:
    with pymupdf.open(stream=printed[kind, "en"]) as paper:
        assert all("the Chinese text prevails" in sheet.get_text() for sheet in paper)


@pytest.mark.parametrize("kind", FACTS)
def test_the_english_copy_carries_no_seal_and_nothing_that_could_be_taken_for_one(printed: Printed, kind: str) -> None:
    html = printed.printer.letter_html(kind, FACTS[kind], language="en")
    assert html.count("<img") == html.count("Verification QR code") == (1 if FACTS[kind].verify_url else 0)
    assert "reading copy" in html.lower() and "organ-mark" not in html and "印章" not in html


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", FACTS)
def test_machines_accept_the_file(printed: Printed, tmp_path: Path, kind: str, language: str) -> None:
    pdf = printed[kind, language]
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_3B)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with pymupdf.open(stream=pdf) as paper:
        catalog = paper.xref_object(paper.pdf_catalog())
        assert json.loads(paper.embfile_get("facts.json")) == json.loads(FACTS[kind].to_json())
    assert "/StructTreeRoot" in catalog and "/Marked true" in catalog and "/AF" in catalog
    assert f"/Lang ({'zh-CN' if language == 'zh' else 'en'})" in catalog


@pytest.mark.parametrize("kind", ["refusal_decision", "monthly_bulletin", "service_proof"])
def test_a_letter_keeps_every_rule_of_accessible_archives_but_the_claim(printed: Printed, kind: str) -> None:
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(printed[kind, "zh"], profile=profile)
        assert all("-ID-" in failure.rule_id for failure in report.failures)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", FACTS)
def test_fonts_are_embedded_and_no_character_is_a_box(printed: Printed, kind: str, language: str) -> None:
    with pymupdf.open(stream=printed[kind, language]) as paper:
        for sheet in paper:
            assert all(font[1] != "n/a" for font in sheet.get_fonts())
            assert all(char[1] != 0 for span in sheet.get_texttrace() for char in span["chars"])


@pytest.mark.parametrize("kind", FACTS)
def test_text_stays_inside_the_block_and_the_seal_is_never_alone(printed: Printed, kind: str) -> None:
    with pymupdf.open(stream=printed[kind, "zh"]) as paper:
        for sheet in paper:
            for x0, _, x1, _, *_ in sheet.get_text("words"):
                assert x0 >= 28 * MM - 2 and x1 <= 184 * MM + 2
        last = re.sub(r"\s", "", paper[-1].get_text())
        body = last.split("扫码核验真伪")[0].replace("样张不具法律效力", "")
        assert len(body) >= 28, "the seal needs at least a line of text on its page"


@pytest.mark.parametrize("kind", FACTS)
def test_both_renderers_put_ink_on_every_page(printed: Printed, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(printed[kind, "zh"])
    subprocess.run(["pdftoppm", "-r", "100", "-gray", str(path), str(tmp_path / "p")], check=True)
    with pymupdf.open(path) as paper:
        for sheet, drawn in zip(paper, sorted(tmp_path.glob("p*.pgm")), strict=True):
            ours = darkness(sheet.get_pixmap(dpi=100, colorspace=pymupdf.csGRAY).samples)
            theirs = darkness(pymupdf.Pixmap(io.BytesIO(drawn.read_bytes())).samples)
            assert ours > 0
            assert 0.85 < ours / theirs < 1.18


def darkness(samples: bytes) -> int:
    return 255 * len(samples) - sum(samples)


def test_a_very_long_organ_stays_inside_the_block() -> None:
    organ = "济南市生态环境局章丘分局建设项目环境影响评价与排放管理联合办公室"
    facts = licence_decision(organ=organ, addressee=f"{organ}下属公司")
    with pymupdf.open(stream=PdfPrinter(FONTS).print_letter("licence_decision", facts)) as paper:
        for sheet in paper:
            assert all(x0 >= 28 * MM - 2 and x1 <= 184 * MM + 2 for x0, _, x1, *_ in sheet.get_text("words"))


def test_a_long_procedure_under_the_title_and_an_organ_of_three_lines_stay_inside_the_block() -> None:
    organ = "济南市章丘区住房和城乡建设工程质量安全监督管理与行政综合执法服务中心联合办公室"
    procedure = "特殊建设工程消防设计技术审查及超限高层建筑工程抗震设防专项专家评审"
    facts = pause_notice(organ=organ, procedure_zh=procedure)
    with pymupdf.open(stream=PdfPrinter(FONTS).print_letter("pause_notice", facts)) as paper:
        words = [word for sheet in paper for word in sheet.get_text("words")]
        assert all(x0 >= 28 * MM - 2 and x1 <= 184 * MM + 2 for x0, _, x1, *_ in words)
        (day,) = paper[-1].search_for("2026年9月22日", clip=(28 * MM, 37 * MM, 184 * MM, 262 * MM))[-1:]
        (last,) = paper[-1].search_for("中心联合办公室")[-1:]
    assert last.y1 <= day.y0 + 3, "the day stands under the last line of the organ"


def test_the_refusal_of_a_joint_completion_says_which_acceptance_failed() -> None:
    paper = text_of(PdfPrinter(FONTS).print_letter("refusal_decision", joint_refusal()))
    rows = (
        "YS-02",
        "不通过",
        "章审不许〔2028〕1号",
        "YS-03",
        "不需要",
        "YS-05",
        "未办结",
        "决定竣工联合验收不予通过",
        "六十日内",
    )
    at = 0
    for word in rows:
        assert word in paper[at:], f"{word} is missing after {paper[max(0, at - 20) : at]}"
        at = paper.index(word, at)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("facts", [review_opinion(opinion_number="JP-2026-7"), service_reply(reply_number="GS-2026-7")])
def test_an_opinion_and_a_reply_name_the_number_of_their_own_register(facts: LetterFacts, language: Language) -> None:
    paper = text_of(PdfPrinter(FONTS).print_letter(facts.kind, facts, language=language))
    assert ("GS-2026-7" if facts.kind == "service_reply" else "JP-2026-7") in paper
