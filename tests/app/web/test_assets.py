from __future__ import annotations

from flask import Flask

from app.web.assets import asset, has_asset, icon


def test_the_address_of_a_file_carries_the_hash_of_its_content(shell: Flask) -> None:
    with shell.test_request_context("/"):
        address = asset("css/binglian.css")

    name, stamp = address.split("?v=")
    assert name == "/static/css/binglian.css"
    assert len(stamp) == 12
    assert shell.test_client().get(address).status_code == 200


def test_a_file_that_is_not_installed_has_an_address_and_is_known_to_be_absent(shell: Flask) -> None:
    with shell.test_request_context("/"):
        assert asset("vendor/none.js") == "/static/vendor/none.js"
        assert not has_asset("vendor/none.js")


def test_an_icon_is_hidden_from_readers_and_cannot_carry_markup(shell: Flask) -> None:
    with shell.test_request_context("/"):
        assert 'aria-hidden="true"' in icon("clock")
        assert "<b>" not in icon("<b>")
