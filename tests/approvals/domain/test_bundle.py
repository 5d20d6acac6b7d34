"""The lists and names of a bundle: what any machine keeps as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from approvals.domain.bundle import MISSING, Contents, Missing, Part, file_names, manifest, safe_name, sums

PERMIT = Part(
    document="a", kind="licence_decision", title="建设用地规划许可证", number="地字第370114202600001号",
    dated_on=dt.date(2026, 5, 7), organ="济南市章丘区自然资源局", items=("建设用地规划许可证核发",), validity="一年",
    sha256="1" * 64, size=9, media_type="application/pdf", verify_url="https://city.example/verify?n=1&c=2",
)  # fmt: skip
DEED = replace(
    PERMIT, document="b", title="不动产权证书", media_type="application/ofd", verify_url=None, is_elsewhere=True
)
CONTENTS = Contents(
    case_no="3701812026040700012", project="章丘国际建材家居城", stage="立项用地规划许可阶段", parts=(PERMIT, DEED),
    missing=(Missing(name="取水许可", why="running"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a<b>c:d"e|f?g*h\\i', "a_b_c_d_e_f_g_h_i"),
        ("许可证\u202egnp.exe", "许可证gnp.exe"),
        ("两行\n一行\x00", "两行一行"),
        (" . ", "_"),
        ("长" * 200, "长" * 80),
    ],
)
def test_a_name_has_no_path_no_tricks_and_no_end(raw: str, kept: str) -> None:
    assert safe_name(raw) == kept.lstrip(".")


def test_every_file_has_a_place_of_its_own_and_the_ending_of_its_kind() -> None:
    names = file_names(replace(CONTENTS, parts=(PERMIT, PERMIT, DEED)))
    assert names[0] == "01 建设用地规划许可证 地字第370114202600001号.pdf"
    assert len(set(names)) == 3 and names[2].endswith(".ofd")


def test_the_key_names_the_set_of_documents() -> None:
    others = [
        replace(CONTENTS, parts=(PERMIT,)),
        replace(CONTENTS, parts=(replace(PERMIT, sha256="2" * 64), DEED)),
        replace(CONTENTS, missing=()),
    ]
    assert len({CONTENTS.key, *(one.key for one in others)}) == 4
    assert Contents.from_plain(CONTENTS.to_plain()) == CONTENTS


def test_a_bundle_made_before_a_word_was_added_is_still_read() -> None:
    plain = CONTENTS.to_plain()
    for part in plain["parts"]:
        del part["items_en"], part["title_en"]
    assert [part.title_en for part in Contents.from_plain(plain).parts] == ["", ""]


def test_the_lists_name_every_file_its_sum_and_where_it_is_verified() -> None:
    assert sums(CONTENTS).splitlines()[0] == f"{'1' * 64}  01 建设用地规划许可证 地字第370114202600001号.pdf"
    told = manifest(CONTENTS, "2026年5月11日17时30分")
    assert all(name in told for name in file_names(CONTENTS))
    assert "https://city.example/verify?n=1&c=2" in told and "由签发机关的业务系统制作" in told
    assert "取水许可 还在办理" in told and "2026年5月11日17时30分" in told


def test_every_reason_for_a_missing_document_has_words() -> None:
    assert set(MISSING) == {"running", "printing", "replaced", "revoked"}
