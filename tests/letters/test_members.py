"""A letter of a package: the list of its projects as an annex, over as many pages as it takes."""

from __future__ import annotations

import pymupdf

from app.adapters.pdf import PdfPrinter
from approvals.domain.letters.frame import MemberRef
from approvals.domain.letters.results import ReviewOpinion
from tests.letters.samples import review_opinion
from tests.support.places import FONTS

MEMBERS = tuple(MemberRef(no=no, name=f"明水第{no}小区", place=f"龙泉路{no}号") for no in range(1, 41))


def test_the_list_breaks_across_pages_with_its_head_on_each() -> None:
    paper = pymupdf.open(stream=PdfPrinter(FONTS).print_letter("review_opinion", review_opinion(members=MEMBERS)))
    pages = ["".join(sheet.get_text().split()) for sheet in paper]
    annex = [page for page in pages if "龙泉路" in page]
    assert len(annex) >= 2 and all("项目名称和代码" in page for page in annex)
    assert "对组包的40个项目一并作出" in "".join(pages) and "明水第40小区" in annex[-1]


def test_the_facts_of_a_letter_about_one_project_say_nothing_of_a_package() -> None:
    assert "members" not in review_opinion().to_plain()
    facts = review_opinion(members=MEMBERS)
    assert ReviewOpinion.from_json(facts.to_json()) == facts
