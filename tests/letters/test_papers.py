"""Every letter in both languages, as a lawyer, a printer and a machine look at it."""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path

import page
import pymupdf
import pytest

from app.adapters.pdf import Language, PdfPrinter
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from tests.letters.samples import (
    REMEDIES,
    all_letters,
    joint_refusal,
    licence_decision,
    review_opinion,
    service_reply,
)
from tests.support.places import FONTS

FACTS = all_letters()
MM = 72 / 25.4


class Printed:
    """Each letter in each language, printed when first asked for and once for all test processes of this run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.printer = folder, PdfPrinter(FONTS)

    def __getitem__(self, asked: tuple[str, Language]) -> bytes:
        kind, language = asked
        path = self.folder / f"{kind}-{language}.pdf"
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_bytes(self.printer.print_letter(kind, FACTS[kind], language=language))
            draft.replace(path)  # another process sees the whole letter or none
        return path.read_bytes()


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "printed-letters"
    folder.mkdir(exist_ok=True)
    return Printed(folder)


def text_of(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as paper:
        return re.sub(r"\s", "", "".join(sheet.get_text() for sheet in paper))


# What fact sheet 4.2 asks of each letter, as words that must stand on the paper in this order.
ELEMENTS = {
    "receipt": ("收件凭证", "收到", "申请表（M001）", "2026年4月27日前决定是否受理", "收件人：陈某某"),
    "acceptance_notice": (
        "受理通知书", "容缺受理", "91370114MA9ERK7Q5W", "3701142026042000012", "自2026年4月29日起受理", "LX-05",
        "2026年5月9日", "（5个工作日）", "2026年5月7日", "M018", "2026年5月6日", "M030", "2026年5月9日", "不作出准予决定",
        "终止该材料所对应事项", "专家评审", "0531-8300", "签收人",
    ),
    "deferral_commitment": ("容缺受理承诺书", "王喆", "M018", "第2个", "M030", "2026年5月9日", "真实、合法、有效", "终止", "信用档案"),
    "correction_notice": (
        "一次性告知书", "2026年4月20日收到", "一次告知如下", "M001", "未写单位", "全部问题", "2026年5月25日前",
        "视为撤回申请",
    ),
    "inadmissible_decision": ("不予受理决定书", "理由", "历城区", "决定不予受理", "历城分局", "行政复议", "行政诉讼"),
    "pause_notice": (
        "特别程序告知书", "专家评审", "第四十五条", "2026年9月22日", "不超过20个工作日", "不计入办理期限",
        "2026年10月27日", "2026年11月12日",
    ),
    "resume_notice": ("特别程序结束告知书", "结果", "2026年5月11日", "4个工作日", "2026年5月18日"),
    "day_statement": (
        "期限计算说明", "截至2026年9月22日", "15个工作日", "2026年9月18日，受理之日", "2026年11月12日（周四）", "2026年10月29日（周四）",
        "逐日计算表", "2026年9月", "受理日，当日不计", "休息日", "国庆节调休上班", "专家评审第1个工作日", "中秋节放假（专家评审期间）",
        "2026年10月", "专家评审第20个工作日", "恢复计算", "承诺期限届满日", "2026年11月", "法定期限届满日", "计算结果", "共56个自然日",
        "起算日1日，计入15日，休息日和节假日20日，特别程序不计入20日", "第八十二条", "第二百零一条", "章建特〔2026〕6号", "有异议",
    ),
    "extension_notice": (
        "延长期限通知书", "情况复杂", "第四十二条第一款", "负责人吴敏于2026年5月7日批准", "法定期限", "2026年5月9日",
        "10个工作日", "2026年5月22日", "承诺期限", "2026年5月21日", "只延长一次",
    ),
    "stage_extension_notice": (
        "并联审批阶段延长期限通知书", "立项用地规划许可阶段", "2026年4月29日", "需要征求其他机关意见", "省级文物主管部门",
        "第四十二条第二款", "济南市章丘区人民政府负责人韩立群于2026年6月29日以章政批〔2026〕12号批准", "45个工作日",
        "2026年7月3日", "15个工作日", "2026年7月24日", "只延长一次", "各事项自身的法定期限和承诺期限都不变",
        "LX-05", "LX-13",
    ),
    "licence_decision": (
        "准予行政许可决定书", "2026年4月29日容缺受理", "审查情况", "第三十八条", "决定准予行政许可", "地字第370114202600087号",
        "有效期限", "监督检查", "2026年5月20日前", "向社会公开", "附件：",
    ),
    "refusal_decision": ("不予行政许可决定书", "审查查明的事实", "理由", "依据", "决定不予行政许可", "重新申请", "六十日内", "六个月内"),
    "termination_decision": ("终止办理决定书", "M018", "听取了你单位的意见", "理由", "决定终止", "其他事项继续办理", "六十日内"),
    "withdrawal_confirmation": ("撤件确认书", "2026年5月8日", "LX-13", "纸质原件"),
    "filing_receipt": ("备案证明", "予以备案", "2603-370114-04-01-123453", "2026年4月29日"),
    "review_opinion": ("审查意见书", "审查情况", "审查结论", "应当落实的要求"),
    "confirmation_result": ("行政确认书", "本机关确认", "核六常六级"),
    "service_reply": ("公用服务答复书", "同意接入"),
    "joint_opinion": (
        "竣工联合验收意见书", "370114-2028-JGYX-000005", "建字第370114202600051号", "370114202609010101", "180000m²",
        "章自然规核〔2028〕3号", "2028年6月12日", "YS-03", "不需要", "SZJR-2028-00034", "竣工联合验收通过", "遗留事项", "绿化补植",
    ),
    "whole_case_confirmation": (
        "统一确认书", "7个事项", "LX-01", "予以备案", "LX-05", "准予许可", "地字第370114202600087号", "不予许可",
        "不具有独立的法律效力", "项目管家：关宁",
    ),
}  # fmt: skip


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
    assert facts.verify_code in text
    assert f"{facts.dated_on.year}年{facts.dated_on.month}月{facts.dated_on.day}日" in text


@pytest.mark.parametrize("kind", FACTS)
def test_remedies_stand_where_the_law_wants_them_and_nowhere_else(printed: Printed, kind: str) -> None:
    text = text_of(printed[kind, "zh"])
    assert ("行政复议" in text and REMEDIES.court in text) == LETTERS[kind].needs_remedy


@pytest.mark.parametrize("kind", FACTS)
def test_the_english_copy_says_that_the_chinese_text_prevails_on_every_page(printed: Printed, kind: str) -> None:
    with pymupdf.open(stream=printed[kind, "en"]) as paper:
        assert all("the Chinese text prevails" in sheet.get_text() for sheet in paper)


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
    assert b"/Lang" in pdf or b"xml:lang" in pdf


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
