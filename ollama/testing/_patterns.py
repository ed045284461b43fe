"""Builds a text that matches a regular expression from a schema."""

from __future__ import annotations

import re

_CLASSES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_PROBE = "aA1_- .,:/@#+=(){}[]bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ023456789\u00e9"
_MOST_CHARACTERS = 1_000_000
_QUANTIFIER = re.compile(r"\{(\d+)(?:,\d*)?\}")


def text_matching(pattern: str) -> str:
    """Return a short text that contains a match of ``pattern``.

    Literals, escapes, classes, groups, alternatives and quantifiers are supported. For any other
    pattern, the result is "text".
    """
    try:
        made = _Sampler(pattern).sample()
        return made if re.search(pattern, made) else "text"
    except (re.error, IndexError, RecursionError, ValueError):
        return "text"


class _Sampler:
    """Reads a pattern from left to right, and writes a text with as few repetitions as possible."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def sample(self) -> str:
        """Return the text for the whole pattern."""
        return self._alternatives()

    def _alternatives(self) -> str:
        first = self._sequence()
        while self._peek() == "|":
            self._at += 1
            self._sequence()  # The first alternative is as good as any.
        return first

    def _sequence(self) -> str:
        made: list[str] = []
        while self._peek() not in ("", "|", ")"):
            made.append(self._quantified(self._atom()))
        return "".join(made)

    def _atom(self) -> str:
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return self._char_class()
        if char == "\\":
            return self._escape()
        if char in "^$":
            return ""
        return "a" if char == "." else char

    def _group(self) -> str:
        skipped = False
        if self._peek() == "?":
            self._at += 1
            mark = self._next()
            skipped = mark in "=!"
            if mark == "P" or (mark == "<" and self._peek() not in "=!"):
                while self._next() != ">":
                    pass
            elif mark == "<":
                self._at += 1
                skipped = True
        made = self._alternatives()
        self._at += 1  # The closing parenthesis.
        return "" if skipped else made

    def _char_class(self) -> str:
        start = self._at - 1
        if self._peek() == "^":
            self._at += 1
        if self._peek() == "]":
            self._at += 1
        while (char := self._next()) != "]":
            if char == "\\":
                self._at += 1
        members = re.compile(self._pattern[start : self._at])
        found = next((probe for probe in _PROBE if members.match(probe)), None)
        if found is None:
            raise ValueError(f"no character fits {members.pattern}")
        return found

    def _escape(self) -> str:
        char = self._next()
        if char in "bBAZ":
            return ""
        return _CLASSES.get(char) or _CONTROLS.get(char) or char

    def _quantified(self, atom: str) -> str:
        times = 1
        char = self._peek()
        counted = _QUANTIFIER.match(self._pattern, self._at)
        if counted:
            times = int(counted.group(1))
            self._at = counted.end()
        elif char and char in "*?+":
            times = 1 if char == "+" else 0
            self._at += 1
        else:
            return atom
        if self._peek() in ("?", "+") and self._peek():
            self._at += 1  # A lazy or possessive quantifier matches the same text.
        if len(atom) * times > _MOST_CHARACTERS:
            raise ValueError("the pattern requires a text that is too long")
        return atom * times

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _next(self) -> str:
        char = self._pattern[self._at]
        self._at += 1
        return char
