"""Owns the visible signatures of methods, which name the settings of a call instead of `**call`.

With them, mocks with a spec refuse other keywords, and programs that forward the parameters of a
signature forward the settings. Annotations are evaluated on first use, because it takes time.
"""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any, cast

from ollama._core import lazy


class _LeftOut:
    def __repr__(self) -> str:
        return "..."


#: The default of a setting in signatures.
LEFT_OUT = _LeftOut()


class _Text(str):
    """The text of an annotation in a module."""

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
    """The signature of a method, created on first use."""

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
    """Add the settings of a call, which methods take as `**call`, to the methods' signatures."""
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
        for name in lazy.CallSettings.__annotations__
    ]
    returned = _text(plain.return_annotation, method)
    return _Signature([*own, *settings], return_annotation=returned)


def _text(annotation: Any, method: Any) -> Any:
    if not isinstance(annotation, str):
        return annotation
    text = _Text(annotation)
    text.module = method.__module__
    return text
