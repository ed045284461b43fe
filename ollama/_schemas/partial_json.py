"""Owns reading JSON that is still being written: what of it can be known so far."""

from __future__ import annotations

import re
from typing import Any

from ollama_client._runtime import codec

#: What opens a block of code in Markdown: some models put JSON into one.
_FENCE = re.compile(r"\s*```\w*[ \t\r]*\n")

#: A beginning that may still become a fence, or blanks.
_UNDECIDED = re.compile(r"\s*(`{1,2}|```\w*[ \t\r]*)?")

_HEX = "[0-9a-fA-F]"

#: What of a string is all there: an escape is whole, and the first half of a pair has its second.
_IN_STRING = re.compile(
    rf"""(?:[^"\\]+|\\[^u]|\\u(?![dD][89abAB]){_HEX}{{4}}
    |\\u[dD][89abAB]{_HEX}{{2}}(?:\\u{_HEX}{{4}}|(?=[^\\]|\\[^u])))*""",
    re.VERBOSE,
)

_CLOSER = {"{": "}", "[": "]"}
_AFTER_WORD = " \t\n\r`"  # blanks, and the end of a fence


def without_fence(text: str) -> str:
    """Return a text without the block of code of Markdown around it, if there is one."""
    opened = _FENCE.match(text)
    return text[opened.end() :].rstrip().removesuffix("```") if opened else text


class PartialJson:
    """Reads a JSON text piece by piece; after each piece, `value` is what is known.

    A string grows with its pieces. A name without its value, and a number or word that may go on,
    are left out. Every piece is looked at once, however long the text before it is.
    """

    def __init__(self) -> None:
        self.text = ""
        self._next = 0  # what has been looked at
        self._begin = -1  # where the JSON begins, once that is known
        self._closers: list[str] = []  # of the objects and arrays that are open
        self._in_string = False
        self._is_name = False  # whether the string, or the next one, is a name
        self._in_word = False  # in a number, true, false or null
        self._ended = False
        self._known = 0  # the text can end here, once what is open is closed

    def feed(self, piece: str) -> None:
        """Read on."""
        self.text += piece
        if self._begin < 0 and not self._find_begin():
            return
        while self._next < len(self.text) and not self._ended:
            if self._in_string and not self._ends_string():
                break
            self._take(self.text[self._next], self._next)
            self._next += 1

    @property
    def completed(self) -> str | None:
        """What is known, as JSON: the text with its ends put on. None while nothing is known."""
        end, quote = (self._next, '"') if self._in_value_string else (self._known, "")
        if end <= max(self._begin, 0):
            return None
        # Whatever opens or closes something is known at once, so what is open was so at the end.
        return self.text[self._begin : end] + quote + "".join(reversed(self._closers))

    @property
    def value(self) -> Any:
        """The value so far.

        Raises:
            ValueError: Nothing is known yet, or the text is no JSON.
        """
        return codec.loads(self.completed or "")

    @property
    def _in_value_string(self) -> bool:
        return self._in_string and not self._is_name

    def _find_begin(self) -> bool:
        undecided = _UNDECIDED.fullmatch(self.text)
        if undecided is None:
            opened = _FENCE.match(self.text)
            self._begin = self._next = opened.end() if opened else 0
        return undecided is None

    def _ends_string(self) -> bool:
        """Read on in a string; return whether what comes next ends it."""
        read = _IN_STRING.match(self.text, self._next)
        self._next = read.end() if read else self._next
        return self.text.startswith('"', self._next)

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
