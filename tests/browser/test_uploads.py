"""A large file goes in pieces; the window closes in the middle, and another goes on from where it broke off."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Case
from approvals.models.papers import StoredFile
from tests.browser.people import People, sign_in
from tests.factories.drafts import a_draft
from tests.factories.main_job import settle
from tests.support.house import House

MEGABYTE = 1024 * 1024
PAPER = "#p-M020"


def a_draft_without_a_paper() -> None:
    """Lin has yet to bring one paper."""
    a_draft(settle(), lacks=("M020",))


def a_large_picture(folder: Path) -> Path:
    """Noise, which no format makes smaller: between three and four pieces of one megabyte."""
    path, side = folder / "总平面图.png", 1100
    Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3)).save(path)
    assert 3 * MEGABYTE < path.stat().st_size < 4 * MEGABYTE
    return path


def send(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.locator(f"{PAPER} input[type=file]:not([capture])").set_input_files(path)
    page.locator(f"{PAPER} button[value=upload]").click()


def offsets(context: BrowserContext) -> list[int]:
    """Where each piece that is sent from now on begins."""
    found: list[int] = []
    context.on(
        "request",
        lambda request: found.append(int(request.headers["upload-offset"])) if request.method == "PATCH" else None,
    )
    return found


@pytest.mark.browser
@pytest.mark.timeout(120)
@pytest.mark.starts_from.with_args(a_draft_without_a_paper)
def test_an_upload_that_breaks_off_goes_on_where_it_was(
    house: House, people: People, app: Flask, tmp_path: Path
) -> None:
    house.environment |= {"BINGLIAN_UPLOAD_CHUNK_MB": "1", "BINGLIAN_LARGE_UPLOAD_MB": "4"}
    house.start("web")
    with app.app_context(), reading() as session:
        address = f"/enterprise/drafts/{session.scalars(select(Case.public_id)).one()}/papers"
    first, picture = people.window(), a_large_picture(tmp_path)
    sign_in(first, "lin")

    wire = first.context.new_cdp_session(first)
    wire.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": MEGABYTE // 2}
    wire.send("Network.emulateNetworkConditions", slow)
    with first.expect_response(lambda answer: answer.request.headers.get("upload-offset") == "0"):
        send(first, address, picture)
    wire.send("Network.emulateNetworkConditions", slow | {"offline": True})
    expect(first.locator(f"{PAPER} .bl-sending")).to_contain_text(picture.name)
    second = first.context.new_page()
    first.close()
    expect_no_file(app, picture)

    begun = offsets(second.context)
    send(second, address, picture)
    expect(second.locator(f"{PAPER} .bl-files")).to_contain_text(picture.name)
    assert begun[0] >= MEGABYTE, "nothing that had arrived is sent again"
    with second.expect_download() as download:
        second.evaluate(
            "address => { location = address }", second.locator(f"{PAPER} .bl-files a").get_attribute("href")
        )
    assert Path(download.value.path()).read_bytes() == picture.read_bytes()
    asked = beginnings(second.context)
    with picture.open("ab") as longer:
        longer.write(bytes(MEGABYTE))
    second.goto(address)
    second.locator(f"{PAPER} input[type=file]:not([capture])").set_input_files(picture)
    second.locator(f"{PAPER} summary").filter(has=second.locator("visible=true")).first.click()
    second.locator(f"{PAPER} button[value=upload]").click()
    expect(second.locator(f"{PAPER} .bl-sending.is-bad .told")).to_contain_text("4 MB")
    assert len(asked) == 1, "what is too large is refused once and not asked for again"


def beginnings(context: BrowserContext) -> list[str]:
    """Where each file that sets out from now on asks for a place."""
    found: list[str] = []
    context.on("request", lambda one: found.append(one.url) if one.url.endswith("/uploads") else None)
    return found


def expect_no_file(app: Flask, picture: Path) -> None:
    """Never half a file: neither a row nor a name in the store."""
    sha256 = hashlib.sha256(picture.read_bytes()).hexdigest()
    with app.app_context(), reading() as session:
        assert session.scalar(select(StoredFile).where(StoredFile.sha256 == sha256)) is None
