"""Owns the signatures that methods show: the settings of a call by name, though they are `**call`.

Doubles made of a class refuse other keywords then, and programs that pass on what a signature names
pass on the settings. Annotations are evaluated when somebody looks at them, as costly ones are.
"""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any, cast

from ollama._core.requests import CallSettings


class _LeftOut:
    def __repr__(self) -> str:
        return "..."


#: What signatures show as the default of a setting.
LEFT_OUT = _LeftOut()


class _Text(str):
    """An annotation as it is written in a module."""

    __slots__ = ("module",)

    module: str


def _evaluated(annotation: Any) -> Any:
    if isinstance(annotation, _Text):
        return eval(annotation, vars(sys.modules[annotation.module]))  # noqa: S307 - our own
    return annotation


class _Parameter(inspect.Parameter):
    __slots__ = ()

    @property
    def annotation(self) -> Any:
        return _evaluated(cast("Any", super()).annotation)


class _Signature(inspect.Signature):
    __slots__ = ()

    @property
    def return_annotation(self) -> Any:
        return _evaluated(cast("Any", super()).return_annotation)


class _Later(_Signature):
    """The signature of a method, made when somebody looks at it."""

    __slots__ = ("_made", "_method")

    def __init__(self, method: Any) -> None:
        self._method = method

    def _whole(self) -> Any:
        if not hasattr(self, "_made"):
            self._made = _spelled_out(self._method)
        return self._made

    @property
    def _parameters(self) -> Any:
        return self._whole()._parameters

    @property
    def _return_annotation(self) -> Any:
        return self._whole()._return_annotation

    def replace(self, **changes: Any) -> Any:
        return self._whole().replace(**changes)


def spell_out(*methods: Any) -> None:
    """Name the settings of a call in the signatures of methods, which take them as `**call`."""
    for method in methods:
        method.__signature__ = _Later(method)


def _spelled_out(method: Any) -> inspect.Signature:
    bare = types.FunctionType(method.__code__, {}, None, method.__defaults__)
    bare.__kwdefaults__, bare.__annotations__ = method.__kwdefaults__, method.__annotations__
    plain = inspect.signature(bare)
    own = [
        _Parameter(it.name, it.kind, default=it.default, annotation=_text(it.annotation, method))
        for it in list(plain.parameters.values())[:-1]
    ]
    settings = [
        _Parameter(name, _Parameter.KEYWORD_ONLY, default=LEFT_OUT)
        for name in CallSettings.__annotations__
    ]
    returned = _text(plain.return_annotation, method)
    return _Signature([*own, *settings], return_annotation=returned)


def _text(annotation: Any, method: Any) -> Any:
    if not isinstance(annotation, str):
        return annotation
    text = _Text(annotation)
    text.module = method.__module__
    return text
