"""A person at the pages without a screen and without scripts: opens an address, fills in a form that stands there, sends it.

What was not filled in is sent as the page gives it: tokens, versions, choices that are already made.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

Upload = tuple[io.BytesIO, str]


@dataclass
class Form:
    """A form of a page: where it goes, what it holds already, its controls, and what each choice offers."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms of a page with what a browser would send."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._text: tuple[str, list[str]] | None = None
        self._button: tuple[str, str, list[str]] | None = None
        self.links: list[tuple[str, str]] = []
        self._link: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in given}
        name = told.get("name", "")
        if tag == "a" and "href" in told:
            self._link = (told["href"], [])
        if tag == "form":
            self._open = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None:
            return
        if name:
            self._open.names.add(name)
        if tag == "input" and name:
            self._input(name, told)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._open.offered.setdefault(self._select, []).append(told.get("value", ""))
            if "selected" in told:
                self._open.values.setdefault(self._select, []).append(told.get("value", ""))
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "button":
            self._button = (name, told.get("value", ""), [])

    def _input(self, name: str, told: dict[str, str]) -> None:
        assert self._open is not None
        kind = told.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._open.offered.setdefault(name, []).append(told.get("value", ""))
        if kind in ("radio", "checkbox") and "checked" not in told:
            return
        if kind not in ("file", "submit", "password") and "disabled" not in told:
            self._open.values.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        for part in (self._text, self._button, self._link):
            if part is not None:
                part[-1].append(data)  # type: ignore[union-attr]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self.links.append((self._link[0], "".join(self._link[1]).strip()))
            self._link = None
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._text and self._open:
            name, words = self._text
            self._open.values.setdefault(name, []).append("".join(words).removeprefix("\n"))
            self._text = None
        elif tag == "button" and self._button and self._open:
            name, value, words = self._button
            self._open.buttons.append((name, value, "".join(words).strip()))
            self._button = None


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.answer: TestResponse | None = None

    @property
    def address(self) -> str:
        assert self.answer is not None
        return self.answer.request.path

    @property
    def text(self) -> str:
        assert self.answer is not None
        return self.answer.text

    def open(self, address: str, expect: int = 200) -> str:
        """Go there, following redirections; returns the page."""
        self.answer = self.client.get(address, follow_redirects=True)
        assert self.answer.status_code == expect, (address, self.answer.status_code)
        return self.answer.text

    def forms(self) -> list[Form]:
        reader = _Reader()
        reader.feed(self.text)
        return reader.forms

    def form(self, ending: str, press: str = "") -> Form:
        """The form of this page whose address ends so (none: the page's own) and that has the button `press`."""
        found = [one for one in self.forms() if urlsplit(one.action or self.address).path.endswith(ending)]
        found = [one for one in found if one.method == "post"] or found
        if press:
            found = [one for one in found if any(press == words for _, _, words in one.buttons)]
        assert found, f"{self.address}: no form to …{ending} {press} among {[one.action for one in self.forms()]}"
        return found[0]

    def send(self, ending: str, expect: int = 200, press: str = "", **filled: Any) -> str:
        """Fill in and send; `press` is the word of the button. A control that is not on the page cannot be filled in."""
        form = self.form(ending, press)
        data: dict[str, Any] = {**form.values, **{_control(form, name): value for name, value in filled.items()}}
        for name, value, words in form.buttons:
            if name and press == words:
                data[name] = value
        self.answer = self.client.open(
            form.action or self.address, method=form.method.upper(), data=data, follow_redirects=True,
            content_type="multipart/form-data" if any(isinstance(one, tuple) for one in filled.values()) else None,
        )  # fmt: skip
        assert self.answer.status_code == expect, (form.action, self.answer.status_code, self.text)
        return self.text

    def links(self) -> list[tuple[str, str]]:
        """Address and words of every link."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.links

    def follow(self, words: str) -> str:
        """Press the first link that says this."""
        found = [address for address, said in self.links() if words in said]
        assert found, f"{self.address} has no link that says {words}"
        return self.open(found[0])

    def download(self, address: str) -> bytes:
        """The bytes behind an address, which must be a download in a sandbox."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        return answer.data


def _control(form: Form, name: str) -> str:
    """The control of this name; a form among several on one page carries a prefix before it."""
    found = [one for one in form.names if one == name or one.endswith(f"-{name}")]
    assert len(found) == 1, f"{len(found)} controls called {name} in the form to {form.action}: {sorted(form.names)}"
    return found[0]
