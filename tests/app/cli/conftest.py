"""Commands are run as an operator runs them, without a process of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """`run("catalogue", "validate", path)` gives exit code and what was said."""

    def invoke(*words: object, said: str | bytes | None = None) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words], input=said)

    return invoke
