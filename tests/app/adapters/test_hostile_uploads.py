"""A sample of the hostile names and files; `python -m tests.deep.hostile_uploads` tries all of them (`make proof`)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.adapters.scanner import DemoScanner
from app.adapters.storage import FileStore
from app.adapters.uploads import Inspector
from tests.app.adapters.test_uploads import here
from tests.deep.hostile_uploads import named_in, try_file, try_names
from tests.support.hostile_files import ACTIVE, WORD, Hostile, hostile_files, packed_file
from tests.support.hostile_names import hostile_names

SMALL = ("打开-Launch.pdf", "名称脚本.pdf", "附件-病毒.exe.pdf", "附发票.pdf", "加密.pdf", "截断50.pdf", "尾巴网页.pdf", "病毒.pdf",
         "像素炸弹.png", "矢量.png", "注释脚本.png", "宏.docx", "层层.docx", "笑十亿.docx", "空.pdf", "网页.html")  # fmt: skip


def test_no_name_hides_anything_and_each_comes_out_as_it_went_in(app: Flask) -> None:
    tried, wrong = try_names(app, list(hostile_names(400))[::2])
    assert not wrong and tried >= 200


@pytest.mark.parametrize(
    "header",
    ["attachment; filename=a.pdf\r\nX: y", "inline; filename=a.pdf", 'attachment; filename="a"b.pdf"', "attachment; filename=图.pdf"],
)  # fmt: skip
def test_the_look_at_the_header_sees_what_would_be_wrong(header: str) -> None:
    assert named_in(header) is None


def test_a_hostile_file_is_refused_in_a_sentence_or_is_a_download_that_runs_nothing(app: Flask) -> None:
    app.extensions["binglian.files"] = FileStore(
        app.extensions["binglian.settings"].files, Inspector(here), DemoScanner()
    )
    files = {one.name: one for one in hostile_files()}
    assert len(files) >= 60
    assert [wrong for name in SMALL for wrong in try_file(app, files[name])[1]] == []


def test_the_try_sees_a_file_that_was_taken_and_should_not_have_been(app: Flask) -> None:
    app.extensions["binglian.files"] = FileStore(app.extensions["binglian.settings"].files, Inspector(lambda *_: ""))
    # bytes of its own: what a parser said of others is remembered
    program = packed_file({WORD: b"<y/>", "word/vbaProject.bin": b"y"})
    one = Hostile("宏.docx", lambda: program, ACTIVE)
    assert try_file(app, one)[1] == ["宏.docx: said taken, right would be file_active"]
    assert try_file(app, replace(one, says=("",)))[1] == []
