"""Problems of a spec, with their places in the file."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

Pointer = tuple[str, ...]

#: A line of a file: the name of the file, and the number.
Line = tuple[str, int]


def as_json_pointer(pointer: Pointer) -> str:
    """Return a JSON pointer in its URI fragment form."""
    return "#" + "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in pointer)


@attrs.frozen
class Problem:
    """One thing that is wrong with a spec."""

    file: str
    line: int
    pointer: Pointer
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {as_json_pointer(self.pointer)}: {self.message}"


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order of the file, without duplicates."""
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.pointer, p.message))


class SpecError(Exception):
    """The spec cannot be rendered. `problems` has all of its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted_problems(problems)
        super().__init__("\n".join(map(str, self.problems)))
