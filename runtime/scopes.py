"""Owns resolving annotations that are strings, with the names of the place where they were written.

Python keeps the globals of a function or class, but not the variables of the enclosing function.
While that function runs, they are found on the stack. After it has returned, its code still shows
which names were its variables, so that a global with the same name is not used by mistake.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
import types
import typing
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast


class Locals(NamedTuple):
    """The variables of the functions that enclose a function or class."""

    values: dict[str, Any]
    lost: frozenset[str]
    """Names of variables without a value: the function has returned, or has not set them yet."""


class Names(ChainMap[str, Any]):
    """Variables of enclosing functions, then globals. Names with lost values raise an error."""

    lost: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Any:
        if key in self.lost:
            raise NameError(
                f"{key!r} is a variable of the enclosing function, and its value is not available",
                name=key,
            )
        return super().__getitem__(key)

    @classmethod
    def of(cls, local: Locals, globals: Mapping[str, Any]) -> Names:
        """Return the names at a place, inner ones first."""
        names = cls(local.values, cast("dict[str, Any]", globals))
        names.lost = local.lost
        return names


def _variables(code: types.CodeType) -> set[str]:
    """Return the names of a function's variables. Class bodies do not count."""
    if not code.co_flags & inspect.CO_OPTIMIZED:
        return set()
    return {*code.co_varnames, *code.co_cellvars}


def _between(outer: types.CodeType, inner: types.CodeType) -> list[types.CodeType] | None:
    """Return the code objects between an inner and an outer one, or None if it is not inside."""
    for part in outer.co_consts:
        if part is inner:
            return []
        if isinstance(part, types.CodeType) and (rest := _between(part, inner)) is not None:
            return [*rest, part]
    return None


def _outwards(frame: types.FrameType | None) -> Iterator[types.FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def around(code: types.CodeType, frame: types.FrameType | None, outermost: Any = None) -> Locals:
    """Return the variables of the functions that enclose a code object.

    Args:
        code: The code of a function or class body.
        frame: Where to start looking for running functions.
        outermost: The outermost enclosing function, if known.
    """
    values: dict[str, Any] = {}
    lost: set[str] = set()
    for running in _outwards(frame):
        between = _between(running.f_code, code)
        if between is None:
            continue
        for passed in between:
            lost |= _variables(passed) - values.keys()
        code = running.f_code
        if running.f_locals is running.f_globals:
            return Locals(values, frozenset(lost))
        found = dict(running.f_locals)
        values = {**{name: found[name] for name in found if name not in lost}, **values}
        lost |= _variables(code) - values.keys()
    holder = getattr(outermost, "__code__", None)
    between = None if holder is None or holder is code else _between(holder, code)
    if between is not None:
        for passed in (*between, cast("types.CodeType", holder)):
            lost |= _variables(passed) - values.keys()
    return Locals(values, frozenset(lost))


def of_function(function: types.FunctionType) -> Locals:
    """Return the variables that the annotations of a function can use, and those that are lost.

    Variables that the function itself uses are in its closure, even after the enclosing function
    has returned.
    """
    kept: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=False):
        try:
            kept[name] = cell.cell_contents
        except ValueError:  # not assigned yet
            continue
    if "<locals>" not in function.__qualname__:
        return Locals(kept, frozenset())
    outermost = _outermost(function.__qualname__, function.__globals__)
    found = around(function.__code__, inspect.currentframe(), outermost)
    return Locals({**found.values, **kept}, found.lost - kept.keys())


def of_made_class(cls: type) -> Locals:
    """Return the variables that the annotations of a class can use, after its class statement.

    The enclosing functions are found while they run. Once they have returned, their variables are
    lost.
    """
    module = sys.modules.get(cls.__module__)
    if "<locals>" not in cls.__qualname__ or module is None:
        return Locals({}, frozenset())
    path = cls.__qualname__.replace(".<locals>", "").split(".")
    for frame in _outwards(inspect.currentframe()):
        for depth, name in enumerate(path[:-1], 1):
            if frame.f_globals is vars(module) and frame.f_code.co_name == name:
                body = _named(frame.f_code, path[depth:])
                if body and not _has_another(frame, path[depth:], cls):
                    return around(body, frame)
    outermost = _outermost(cls.__qualname__, vars(module))
    depth = len(cls.__qualname__.partition(".<locals>")[0].split("."))
    body = _named(outermost.__code__, path[depth:]) if hasattr(outermost, "__code__") else None
    return around(body, None, outermost) if body else Locals({}, frozenset())


def _named(code: types.CodeType, path: list[str]) -> types.CodeType | None:
    """Return the code of a class body inside other code, by its path of names."""
    for part in code.co_consts:
        if not isinstance(part, types.CodeType):
            continue
        generic = part.co_name.startswith("<generic parameters")
        rest = path if generic else path[1:]
        if not generic and part.co_name != path[0]:
            continue
        if not rest:
            return part
        if (found := _named(part, rest)) is not None:
            return found
    return None


def _has_another(frame: types.FrameType, path: list[str], cls: type) -> bool:
    """Return whether a running function has a different class of the same name."""
    found = frame.f_locals.get(path[0])
    for name in path[1:]:
        found = getattr(found, name, None)
    return isinstance(found, type) and found is not cls


def _outermost(qualname: str, globals: dict[str, Any]) -> Any:
    """Return the outermost function, in a module or class, that contains a definition."""
    outermost, *members = qualname.partition(".<locals>")[0].split(".")
    found = globals.get(outermost)
    for name in members:
        found = getattr(found, name, None)
    return inspect.unwrap(found) if callable(found) else None


def of_class(cls: type, frame: types.FrameType, annotations: Iterable[Any]) -> Mapping[str, Any]:
    """Return the names that the annotations of a class can use.

    Args:
        cls: The class that was just created.
        frame: The frame that runs the class statement.
        annotations: Its annotations. Only variables that they name are kept.
    """
    words = set(re.findall(r"\w+", " ".join(map(str, annotations))))
    own = {name: value for name, value in vars(cls).items() if name in words}
    fields = inspect.get_annotations(cls)
    values = {name: value for name, value in own.items() if name not in fields}
    lost: frozenset[str] = frozenset()
    if frame.f_locals is not frame.f_globals:
        outermost = _outermost(cls.__qualname__, frame.f_globals)
        outer = around(frame.f_code, frame.f_back, outermost)
        inner = {**outer.values, **frame.f_locals, cls.__name__: cls}
        unset = (_variables(frame.f_code) | outer.lost) - inner.keys()
        values = {**{name: inner[name] for name in words & inner.keys()}, **values}
        lost = frozenset(unset & words - values.keys())
    return Names.of(Locals(values, lost), frame.f_globals) if values or lost else frame.f_globals


# ---------------------------------------------------------------------- of finished definitions


class Scope(NamedTuple):
    """The names that an annotation written as a string can use."""

    globals: dict[str, Any]
    locals: dict[str, Any]
    lost: frozenset[str] = frozenset()
    """Variables of enclosing functions whose values are lost."""


def scope_of(func: Any) -> Scope:
    """Return the names that the annotations of a callable can use."""
    home = _home(func)
    if isinstance(home, type):
        return class_scope(home)
    module = sys.modules.get(getattr(home, "__module__", None) or "")
    namespace = getattr(home, "__globals__", None) or (vars(module) if module else {})
    if not isinstance(home, types.FunctionType):
        return Scope(namespace, {})
    return _scope(namespace, {}, of_function(home), home)


def class_scope(cls: type) -> Scope:
    """Return the names that the annotations in a class body can use."""
    module = sys.modules.get(cls.__module__)
    # A class made in a function is not in its module, but its annotations often name it.
    inside = {name: value for name, value in vars(cls).items() if isinstance(value, type)}
    names = {cls.__name__: cls, **inside}
    return _scope(vars(module) if module else {}, names, of_made_class(cls), cls)


def _scope(namespace: dict[str, Any], names: dict[str, Any], around: Locals, home: Any) -> Scope:
    names = {**names, **{t.__name__: t for t in getattr(home, "__type_params__", ())}}
    return Scope(namespace, {**around.values, **names}, around.lost - names.keys())


def _home(func: Any) -> Any:
    """Return the Python function in whose module the annotations of `func` were written."""
    while True:
        if isinstance(func, functools.partial):
            func = cast("Any", func).func
        elif isinstance(func, types.MethodType):
            func = func.__func__
        elif hasattr(func, "__wrapped__"):
            func = func.__wrapped__
        elif isinstance(func, types.FunctionType):
            return func
        elif isinstance(func, type):
            init = inspect.getattr_static(func, "__init__")
            return init if isinstance(init, types.FunctionType) else func
        elif isinstance(type(func).__call__, types.FunctionType):
            func = type(func).__call__
        else:
            return func


def words_of(annotation: Any) -> list[str]:
    """Return the names in a string annotation, or in strings inside an annotation."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        return re.findall(r"(?<![\w.])[^\W\d]\w*", re.sub(r"""(["']).*?\1""", "", annotation))
    return [word for part in typing.get_args(annotation) for word in words_of(part)]


def misread_annotation(cls: type) -> str | None:
    """Return an annotation that has a different meaning in the module of the class, or None.

    Libraries resolve the annotations of a class only in its module. A name may be a variable of the
    enclosing function, but something else in the module.
    """
    if "<locals>" not in cls.__qualname__:
        return None
    scope, own = class_scope(cls), vars(cls)
    around = {**dict.fromkeys(scope.lost), **scope.locals}
    shadowed = {
        name
        for name in around.keys() & scope.globals.keys() - own.keys()
        if around[name] is not scope.globals[name]
    }
    for annotation in inspect.get_annotations(cls).values():
        if shadowed.intersection(words_of(annotation)):
            return str(getattr(annotation, "__forward_arg__", annotation))
    return None
