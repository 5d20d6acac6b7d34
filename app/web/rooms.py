"""The rooms of the web door: each is a package with a blueprint and the modules that hang routes on it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

ROOMS: dict[str, tuple[str, ...]] = {
    "public": ("routes", "plan", "progress", "verify", "entrance"),
    "enterprise": ("routes", "filing", "signing", "case", "files"),
    "window": ("routes", "verbs"),
    "department": ("routes", "verbs"),
    "steward": ("routes", "serving"),
    "supervision": ("routes",),
    "admin": ("routes", "catalogue"),
    "account": ("routes",),
    "operations": ("routes",),
}


def install(app: Flask) -> None:
    """Register every room's blueprint after its route modules have hung their views on it."""
    for room, modules in ROOMS.items():
        if find_spec(f"app.web.{room}") is None or find_spec(f"app.web.{room}.routes") is None:
            continue
        for module in modules:
            import_module(f"app.web.{room}.{module}")
        app.register_blueprint(import_module(f"app.web.{room}.blueprint").blueprint)
