"""Owns reading incomplete JSON: the part of a value that has arrived so far."""

from __future__ import annotations

import re
from typing import Any

from ollama_client._runtime import codec

#: The start of a Markdown code block. Some models put their JSON into one.
_FENCE = re.compile(r"\s*```\w*[ \t\r]*\n")

#: A beginning that may still become a fence, or only white space.
_UNDECIDED = re.compile(r"\s*(`{1,2}|```\w*[ \t\r]*)?")

_HEX = "[0-9a-fA-F]"

#: The complete part of a string: without a partial escape or half of a surrogate pair at the end.
_IN_STRING = re.compile(
    rf"""(?:[^"\\]+|\\[^u]|\\u(?![dD][89abAB]){_HEX}{{4}}
    |\\u[dD][89abAB]{_HEX}{{2}}(?:\\u{_HEX}{{4}}|(?=[^\\]|\\[^u])))*""",
    re.VERBOSE,
)

_CLOSER = {"{": "}", "[": "]"}
_AFTER_WORD = " \t\n\r`"  # White space, and the end of a fence.


def without_fence(text: str) -> str:
    """Return a text without the Markdown code block around it, if there is one."""
    opened = _FENCE.match(text)
    return text[opened.end() :].rstrip().removesuffix("```") if opened else text


class PartialJson:
    """Reads a JSON text in pieces. After each piece, `value` is the value so far.

    Strings grow with their pieces. A name without a value is left out, and so is a number or word
    that may continue. The time for a piece does not depend on the length of the text before it.
    """

    def __init__(self) -> None:
        self.text = ""
        self._next = 0  # index of the next character to read
        self._begin = -1  # index where the JSON begins; -1 while it is unknown
        self._closers: list[str] = []  # closing brackets of the open objects and arrays
        self._in_string = False
        self._is_name = False  # whether the current or next string is a name
        self._in_word = False  # whether a number, true, false or null is being read
        self._ended = False
        self._known = 0  # the text can be cut here, if the closing brackets are added

    def feed(self, piece: str) -> None:
        """Read another piece."""
        self.text += piece
        if self._begin < 0 and not self._find_begin():
            return
        while self._next < len(self.text) and not self._ended:
            if self._in_string:
                read = _IN_STRING.match(self.text, self._next)
                self._next = read.end() if read else self._next
                if not self.text.startswith('"', self._next):
                    break
            self._take(self.text[self._next], self._next)
            self._next += 1

    @property
    def completed(self) -> str | None:
        """The value so far, as complete JSON; None while there is none."""
        is_growing = self._in_string and not self._is_name
        end, quote = (self._next, '"') if is_growing else (self._known, "")
        if end <= max(self._begin, 0):
            return None
        # Brackets are known immediately, so the same ones are open at `end` and at `_next`.
        return self.text[self._begin : end] + quote + "".join(reversed(self._closers))

    @property
    def value(self) -> Any:
        """The value so far. A ValueError is raised if there is none, or if it is not JSON."""
        return codec.loads(self.completed or "")

    def _find_begin(self) -> bool:
        undecided = _UNDECIDED.fullmatch(self.text)
        if undecided is None:
            opened = _FENCE.match(self.text)
            self._begin = self._next = opened.end() if opened else 0
        return undecided is None

    def _take(self, char: str, index: int) -> None:
        if char == '"':
            self._in_string = not self._in_string
            if not self._in_string and not self._is_name:
                self._end_value(index + 1)
        elif char in _CLOSER:
            self._closers.append(_CLOSER[char])
            self._is_name = char == "{"
            self._known = index + 1
        elif char in "}]":
            self._end_word(index)
            if self._closers:
                self._closers.pop()
            self._end_value(index + 1)
        elif char == ",":
            self._end_word(index)
            self._is_name = self._closers[-1:] == ["}"]
        elif char == ":":
            self._is_name = False
        elif char in _AFTER_WORD:
            self._end_word(index)
        else:
            self._in_word = True

    def _end_word(self, index: int) -> None:
        if self._in_word:
            self._in_word = False
            self._end_value(index)

    def _end_value(self, index: int) -> None:
        self._known = index
        self._ended = not self._closers
