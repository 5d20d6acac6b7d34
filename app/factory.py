"""create_app: extensions, rooms, errors, CLI. The only wiring."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.adapters.bell import Bell
from app.adapters.binding import Binder
from app.adapters.bundle_shelf import BundleShelf
from app.adapters.chain_keys import SealKey
from app.adapters.chain_seals import SealBook
from app.adapters.file_reader import FileReader
from app.adapters.file_shelves import FileShelves
from app.adapters.mail import mailer
from app.adapters.one_time_codes import OneTimeCodes
from app.adapters.page_pictures import PagePictures
from app.adapters.partials import Partials
from app.adapters.printing import LazyPrinter, LazySealer
from app.adapters.scanner import scanner
from app.adapters.shared_register import DemoRegister, NoRegister
from app.adapters.sharing import DemoSharing, NoSharing
from app.adapters.sms import text_sender
from app.adapters.storage import FileStore
from app.cli import commands
from app.foundation import logging
from app.foundation.database import db, engine_options, listen_to
from app.foundation.settings import Settings
from app.foundation.unit_of_work import REFUSAL_FOR, RING
from app.web import errors, headers, identity, locale, rooms, throttle
from app.web.presenters import registry as presenters
from approvals.usecases.clashes import refusal_for

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "migrations"
FONTS = ROOT / "var" / "fonts" / "fonts.conf"


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application of one installation; settings come from the environment unless given."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    settings.home.mkdir(parents=True, exist_ok=True)
    logging.configure(as_json=settings.mode == "city")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_NAME="binglian",
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=settings.mode == "test",
    )
    _adapters(app, settings)
    _extensions(app)
    _web(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _adapters(app: Flask, settings: Settings) -> None:
    """The outside things, each by the name the doors ask for."""
    bell = Bell(settings.redis_url)
    app.extensions["binglian.settings"] = settings
    app.extensions["binglian.bell"] = bell
    app.extensions["binglian.files"] = FileStore(settings.files, scanner=scanner(settings.uploads.scanner))
    app.extensions["binglian.partials"] = Partials(settings.files / "partial")
    app.extensions["binglian.pages"] = PagePictures(app.extensions["binglian.files"], settings.files / "pages")
    app.extensions["binglian.shelves"] = FileShelves(settings.files)
    app.extensions["binglian.seals"] = SealBook(
        settings.seals, SealKey(settings.seal_key, makes_itself=settings.mode != "city")
    )
    app.extensions["binglian.codes"] = OneTimeCodes(settings.secret_key)
    fonts = Path(os.environ.get("FONTCONFIG_FILE") or FONTS)
    app.extensions["binglian.printer"] = LazyPrinter(
        fonts, sample=settings.mode != "city", sample_seal=not settings.sealer.is_real
    )
    app.extensions["binglian.sealer"] = sealer = LazySealer(settings.sealer, settings.keys, settings.secret_key)
    app.extensions["binglian.reader"] = FileReader(sealer.roots)
    named = app.extensions
    named["binglian.bundles"] = shelf = BundleShelf(settings.files / "bundles")
    named["binglian.binder"] = Binder(named["binglian.files"], shelf, named["binglian.printer"])
    app.extensions["binglian.mail"] = mailer(
        settings.mail, folder=settings.outgoing_mail, smtp_url=settings.smtp_url, sender=settings.mail_from
    )
    app.extensions["binglian.sms"] = text_sender(settings.mail, folder=settings.home / "sms")
    app.extensions["binglian.sharing"] = NoSharing() if settings.mode == "city" else DemoSharing()
    app.extensions["binglian.register"] = NoRegister() if settings.mode == "city" else DemoRegister(FONTS.parent)
    app.extensions[RING] = bell.ring
    app.extensions[REFUSAL_FOR] = refusal_for


def _extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        listen_to(db.engine)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    CSRFProtect(app)
    Babel(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai", locale_selector=locale.choose)


def _web(app: Flask) -> None:
    for part in (identity, throttle, headers, locale, presenters, errors, rooms, commands):
        part.install(app)
