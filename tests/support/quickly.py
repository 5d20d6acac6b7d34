"""What a test may have cheaper than the city: nothing here changes what is checked, only how often it is paid for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def quick_hash(password: str) -> str:
    """An Argon2id hash that says itself how little it cost, so that checking it costs as little."""
    return _hasher.hash(password)


class CompiledOnce(BytecodeCache):
    """Every application of this process shows the same templates: one of them compiles each."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


Builder = Callable[..., tuple[str, str]]
_compile_builder = Rule._compile_builder
_builders: dict[tuple[Any, ...], Builder] = {}


def builder_compiled_once(rule: Rule, append_unknown: bool = True) -> Builder:
    """Every application of this process has the same addresses: the code that writes one is the same for all, and what
    differs (the converters) it asks the rule for. A rule with defaults has them in its code, and gets its own."""
    if rule.defaults:
        return _compile_builder(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


_compiled: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}


def statements_compiled_once(engine: Engine) -> None:
    """Every application has an engine of its own, and they differ in their address only: what is compiled for the first
    of a kind serves all. Its first connection has told the dialect which server it speaks to."""
    if engine.name not in _compiled:
        engine.connect().close()
        _compiled[engine.name] = (engine.dialect, LRUCache(5_000))
    engine.dialect, engine._compiled_cache = _compiled[engine.name]
