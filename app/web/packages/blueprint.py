"""The blueprint alone, so that every route module can hang on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("packages", __name__, url_prefix="/packages")
