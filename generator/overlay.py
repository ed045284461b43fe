"""Applies an overlay to a description: the keys that only Python needs, with their file and line.

The file is an OpenAPI Overlay 1.0. Only `update` is supported, and targets may consist of names,
indices and wildcards. An update can only add keys that begin with `x-python-`, because the API is
defined by the description alone. Unlike in the standard, a target that matches nothing is an error,
because it is misspelled or outdated.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .document import Document, is_list, is_mapping
from .problems import Line, Pointer, SpecError

#: The prefix of keys that an overlay may add.
OURS = "x-python-"

#: One step of a path: `.name`, `['name']`, `[0]`, `.*` or `[*]`.
_STEP = re.compile(
    r"""\.(?P<name>[A-Za-z_][\w-]*)|\[(?P<index>\d+)\]|(?P<wildcard>\.\*|\[\*\])"""
    r"""|\[(?:'(?P<single>(?:[^'\\]|\\['\\])*)'|"(?P<double>(?:[^"\\]|\\["\\])*)")\]"""
)

_KEYS = ("overlay", "info", "extends", "actions")
_ACTION_KEYS = ("target", "description", "update")


def apply(document: Document, overlay: Document) -> Document:
    """Return a description with the keys of an overlay.

    Args:
        document: The description.
        overlay: The overlay.

    Raises:
        SpecError: The overlay has problems. Their lines are those of the overlay.
    """
    return _Application(document, overlay).result()


class _Application:
    def __init__(self, document: Document, overlay: Document) -> None:
        self.document = document
        self.overlay = overlay
        self.data = copy.deepcopy(document.data)
        self.origins: dict[Pointer, Line] = {}
        self.problems = list(_misshapen(overlay))

    def result(self) -> Document:
        if not self.problems:
            for index, action in enumerate(self.overlay.data["actions"]):
                self._act(action, ("actions", str(index)))
        if self.problems:
            raise SpecError(self.problems)
        return self.document.extended(self.data, self.origins, self.overlay.sources)

    def _act(self, action: Mapping[str, Any], place: Pointer) -> None:
        steps = _steps(action["target"])
        if steps is None:
            message = "expected a path such as $.paths['/api/chat'].post: names, indices, wildcards"
            self._note((*place, "target"), message)
            return
        targets = list(_matches(self.data, (), steps))
        if not targets:
            self._note((*place, "target"), "matches nothing")
        for pointer, target in targets:
            if is_mapping(target):
                self._add(target, pointer, action["update"], (*place, "update"))
            else:
                self._note((*place, "target"), "keys can only be added to an object")

    def _add(
        self, target: dict[str, Any], pointer: Pointer, update: dict[str, Any], place: Pointer
    ) -> None:
        """Add the keys of an update to an object, and to the objects inside it."""
        for key, value in update.items():
            there = target.get(key)
            if key.startswith(OURS):
                target[key] = self._merged(there, value, (*pointer, key), (*place, key))
            elif is_mapping(there) and is_mapping(value):
                self._add(there, (*pointer, key), value, (*place, key))
            elif key in target:
                message = f"only keys that begin with `{OURS}` can be added: change the description"
                self._note((*place, key), message)
            else:
                message = f"there is no {key!r} to update, and it does not begin with `{OURS}`"
                self._note((*place, key), message)

    def _merged(self, old: Any, new: Any, pointer: Pointer, place: Pointer) -> Any:
        """Return the value of a key after an update. Objects are merged, lists are extended."""
        self.origins[pointer] = self.overlay.origin(place)
        if is_mapping(new):
            merged: dict[str, Any] = dict(old) if is_mapping(old) else {}
            for key, value in new.items():
                merged[key] = self._merged(merged.get(key), value, (*pointer, key), (*place, key))
            return merged
        if is_list(new):
            grown: list[Any] = list(old) if is_list(old) else []
            for index, value in enumerate(new):
                at = (*pointer, str(len(grown)))
                grown.append(self._merged(None, value, at, (*place, str(index))))
            return grown
        return new

    def _note(self, place: Pointer, message: str) -> None:
        self.problems.append(self.overlay.problem(place, message))


def _misshapen(overlay: Document) -> Iterator[Any]:
    """Yield the reasons why a file is not an overlay that can be applied."""
    version = str(overlay.data.get("overlay"))
    if not re.fullmatch(r"1\.0\.\d+", version):
        message = f"Overlay {version!r} is not supported: expected 1.0.x"
        yield overlay.problem(("overlay",), message)
    for key in overlay.data:
        if key not in _KEYS and not key.startswith("x-"):
            yield overlay.problem((key,), f"`{key}` is not supported")
    actions = overlay.data.get("actions")
    if not is_list(actions):
        yield overlay.problem(("actions",), "expected a list")
        return
    for index, action in enumerate(actions):
        place = ("actions", str(index))
        if not is_mapping(action):
            yield overlay.problem(place, "expected an object")
            continue
        for key in action:
            if key not in _ACTION_KEYS and not key.startswith("x-"):
                yield overlay.problem((*place, key), f"`{key}` is not supported")
        if not isinstance(action.get("target"), str):
            yield overlay.problem((*place, "target"), "expected text")
        if not is_mapping(action.get("update")):
            yield overlay.problem((*place, "update"), "expected an object")


# ---------------------------------------------------------------------- paths


def _steps(path: str) -> list[str | int | None] | None:
    """Return the steps of a path, with None for a wildcard. Return None for an invalid path."""
    found: list[str | int | None] = []
    position = 1
    while match := _STEP.match(path, position):
        position = match.end()
        if match["wildcard"]:
            found.append(None)
        elif match["index"]:
            found.append(int(match["index"]))
        else:
            quoted = match["single"] if match["single"] is not None else match["double"]
            found.append(match["name"] or re.sub(r"\\(.)", r"\1", quoted))
    return found if path.startswith("$") and position == len(path) else None


def _matches(
    value: Any, pointer: Pointer, steps: list[str | int | None]
) -> Iterator[tuple[Pointer, Any]]:
    if not steps:
        yield pointer, value
        return
    step, rest = steps[0], steps[1:]
    for key, item in _items(value):
        if step is None or key == step:
            yield from _matches(item, (*pointer, str(key)), rest)


def _items(value: Any) -> Iterator[tuple[str | int, Any]]:
    if is_mapping(value):
        yield from value.items()
    elif is_list(value):
        yield from enumerate(value)
