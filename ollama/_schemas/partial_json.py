"""Owns reading JSON that is still being written: what of it can be known so far."""

from __future__ import annotations

import re
from typing import Any

from ollama_client._runtime import codec

#: What opens a block of code in Markdown: some models put JSON into one.
_FENCE = re.compile(r"\s*```\w*[ \t\r]*\n")

#: A beginning that may still become a fence, or blanks.
_UNDECIDED = re.compile(r"\s*(`{1,2}|```\w*[ \t\r]*)?")

#: An escape of which a part is missing, or the first half of a pair of escapes.
_UNREADABLE = re.compile(
    r"\\(u[0-9a-fA-F]{0,3})?|\\u[dD][89abAB][0-9a-fA-F]{2}(\\(u[0-9a-fA-F]{0,3})?)?"
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
        self._escaped = False
        self._escapes = (0, 0)  # where the last two backslashes are that escape something
        self._is_name = False  # whether the string, or the next one, is a name
        self._in_word = False  # in a number, true, false or null
        self._ended = False
        self._known = 0  # the text can end here, once what is open is closed

    def feed(self, piece: str) -> None:
        """Read on."""
        self.text += piece
        if self._begin < 0 and not self._find_begin():
            return
        for index in range(self._next, len(self.text)):
            if self._ended:
                break
            self._take(self.text[index], index)
        self._next = len(self.text)

    @property
    def completed(self) -> str | None:
        """What is known, as JSON: the text with its ends put on. None while nothing is known."""
        end, quote = (self._end_of_string(), '"') if self._in_value_string else (self._known, "")
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

    def _take(self, char: str, index: int) -> None:
        if self._in_string:
            self._take_in_string(char, index)
        elif char == '"':
            self._in_string = True
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

    def _take_in_string(self, char: str, index: int) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
            self._escapes = (self._escapes[1], index)
        elif char == '"':
            self._in_string = False
            if not self._is_name:
                self._end_value(index + 1)

    def _end_word(self, index: int) -> None:
        if self._in_word:
            self._in_word = False
            self._end_value(index)

    def _end_value(self, index: int) -> None:
        self._known = index
        self._ended = not self._closers

    def _end_of_string(self) -> int:
        """Return where an open string can be cut: before an escape that is not all there."""
        for start in self._escapes:
            if _UNREADABLE.fullmatch(self.text, start):
                return start
        return len(self.text)
