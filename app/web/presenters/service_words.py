"""Ways of service (送达方式) in words; chosen in the steward's form and read beside every letter."""

from __future__ import annotations

from flask_babel import lazy_gettext

METHODS = {
    "online": lazy_gettext("网上送达"),
    "hand": lazy_gettext("当面送达"),
    "left": lazy_gettext("留置送达"),
    "post": lazy_gettext("邮寄送达"),
    "notice": lazy_gettext("公告送达"),
}
