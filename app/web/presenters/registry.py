"""Hands the words to the templates: one list of what a template may say."""

from __future__ import annotations

from flask import Flask, current_app

from app.foundation.installation import settings
from app.web import assets, locale
from app.web.navigation import navigation
from app.web.presenters import (
    blocker_words,
    clock_words,
    credit_words,
    date_words,
    dates,
    day_words,
    desk_words,
    event_words,
    exchange_words,
    labels,
    making_words,
    masking,
    member_words,
    notice_words,
    numbers,
    rating_words,
    refusal_words,
    state_words,
    verify_words,
)

FILTERS = {
    "day": dates.day,
    "short_day": dates.short_day,
    "plain_day": dates.plain_day,
    "plain_short_day": dates.plain_short_day,
    "bare_day": dates.bare_day,
    "month_words": dates.month_words,
    "moment": dates.moment,
    "short_moment": dates.short_moment,
    "iso": dates.iso,
    "working_days": dates.working_days,
    "number": numbers.number,
    "file_size": numbers.file_size,
    "dial": numbers.dial,
    "answer": labels.answer,
    "masked": masking.masked,
    "masked_name": masking.masked_name,
}
WORDS = {
    "label": labels.label,
    "verify_step": verify_words.verify_step,
    "person_name": labels.person_name,
    "procedure": labels.procedure,
    "role_words": labels.role,
    "item_kind": labels.item_kind,
    "level_words": labels.level,
    "handling_words": labels.handling,
    "source_words": labels.source,
    "working_days": dates.working_days,
    "natural_days": dates.natural_days,
    "span": dates.span,
    "unit": numbers.unit,
    "quantity": numbers.quantity,
    "percent": numbers.percent,
    "state": state_words.state,
    "making_words": making_words.making_words,
    "meanings": state_words.meanings,
    "exchange_words": exchange_words.exchange_words,
    "exchange_table": exchange_words.exchange_table,
    "clock_badge": clock_words.clock_badge,
    "reading_badge": clock_words.reading_badge,
    "due_badge": clock_words.due_badge,
    "due_line": clock_words.due_line,
    "blocker_reasons": blocker_words.blocker_reasons,
    "day_reason": day_words.day_reason,
    "day_look": day_words.day_look,
    "due_words": day_words.due_words,
    "pair_reason": day_words.pair_reason,
    "pair_dues": day_words.pair_dues,
    "pair_look": day_words.pair_look,
    "run_reason": day_words.run_reason,
    "notice_of": day_words.notice_of,
    "number_words": day_words.number_words,
    "stretch_words": desk_words.stretch_words,
    "stretch_look": desk_words.stretch_look,
    "strip_sentence": desk_words.strip_sentence,
    "desk_legend": desk_words.legend,
    "desk_names": desk_words.desk_names,
    "stage_line": desk_words.stage_line,
    "stage_chain": desk_words.stage_chain,
    "stage_floats": desk_words.stage_floats,
    "notice_sentence": notice_words.notice_sentence,
    "outcome_words": notice_words.outcome_words,
    "event_sentence": event_words.event_sentence,
    "clock_name": date_words.clock_name,
    "change_name": date_words.change_name,
    "stage_moved": date_words.stage_moved,
    "move_words": date_words.move_words,
    "move_note": date_words.move_note,
    "credit_word": credit_words.credit_word,
    "repair_words": credit_words.repair_words,
    "rating_word": rating_words.rating_word,
    "waited_badge": rating_words.waited_badge,
    "member_role": member_words.member_role,
    "member_means": member_words.member_means,
    "change_words": member_words.change_words,
    "code_mark_words": member_words.code_mark_words,
    "reason": refusal_words.reason,
    "refusal_sentence": refusal_words.refusal_sentence,
}


def other_language_name() -> str:
    """The switch is written in the language it leads to."""
    return "中文" if locale.language() == locale.ENGLISH else "English"  # zh only


def has_view(endpoint: str) -> bool:
    """Links to rooms that are not there are left out."""
    return endpoint in current_app.view_functions


def _upload_chunk() -> int:
    """Bytes of one piece of a large file; no piece is larger than a body may be."""
    return min(settings().uploads.chunk, settings().upload_limit)


def _upload_largest() -> int:
    """Bytes of one file sent in pieces."""
    return settings().uploads.largest


def install(app: Flask) -> None:
    """Filters for values, globals for everything that takes more than one."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(WORDS)
    app.jinja_env.globals.update(navigation=navigation, has_view=has_view, other_language_name=other_language_name)
    app.jinja_env.globals.update(asset=assets.asset, has_asset=assets.has_asset, icon=assets.icon)
    app.jinja_env.globals.update(upload_chunk=_upload_chunk, upload_largest=_upload_largest)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
