"""Owns wire fidelity: decoding and encoding samples with a client's models, and comparing them.

A driver is a program in the client's language. It reads lines `{"id", "schema", "body"}`, decodes
`body` with the generated model of the component `schema`, encodes the model again and writes lines
`{"id", "body"}`, or `{"id", "error"}` if decoding or encoding fails.

The result must equal the sample, except:

- A field that the client does not know may be missing, because it is newer than the client. In
  objects with free keys (`model_info`, a tool's arguments, options), nothing may be missing.
- A field may be missing where it was null, and null where it was missing. Both mean "no value" to
  the server; languages with one kind of "nothing" cannot tell them apart.
- A field that was missing may have the default that the description gives it.
- Numbers are compared by value, integers exactly; 1 and 1.0 are the same JSON number. Where the
  description says `float`, equal in single precision is equal.
- Timestamps may be cut or rounded to milliseconds, and have another offset, because few languages
  keep nine digits.
- A field may be there twice, the second time under the client's own spelling (`_function`): code
  that keeps unknown keys adds its names to theirs. The server ignores it.
- The order of keys is free.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from .samples import NEWER_FIELD, Facts, Place, Sample, is_list, is_object

_PRECISION = timedelta(milliseconds=1)
_FRACTION = re.compile(r"\.(\d+)")

Defaults = Mapping[str, Sequence[Any]]


@attrs.frozen
class Outcome:
    """The outcome of a sample: kept, or the first thing that was lost."""

    sample: str
    loss: str = ""

    @property
    def kept(self) -> bool:
        """Whether nothing was lost or refused."""
        return not self.loss


def requests(samples: Sequence[Sample]) -> str:
    """Return the lines that a driver reads."""
    lines = ({"id": s.id, "schema": s.schema, "body": s.body} for s in samples)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def schemas(lines: str) -> set[str]:
    """Return the components in the lines for a driver."""
    return {json.loads(line)["schema"] for line in lines.split("\n") if line}


def outcomes(samples: Sequence[Sample], output: str, defaults: Defaults) -> list[Outcome]:
    """Compare a driver's output with the samples. A sample without an answer is lost."""
    answers: dict[str, Any] = {}
    for line in output.split("\n"):  # Not splitlines, because texts may contain U+0085.
        if line.startswith("{"):
            answer = json.loads(line)
            answers[answer["id"]] = answer
    found: list[Outcome] = []
    for sample in samples:
        answer = answers.get(sample.id, {"error": "no answer from the driver"})
        if "error" in answer:
            loss = f"refused: {answer['error']}"
        else:
            loss = difference(sample.facts, sample.body, answer.get("body"), defaults)
        found.append(Outcome(sample.id, loss))
    return found


def difference(
    facts: Facts, sent: Any, received: Any, defaults: Defaults, place: Place = ()
) -> str:
    """Return the first relevant difference with its place, or an empty string."""
    if is_object(sent) and is_object(received):
        return _object_difference(facts, sent, received, defaults, place)
    if is_list(sent) and is_list(received):
        return _list_difference(facts, sent, received, defaults, place)
    if _same(sent, received, single=place in facts.floats, time=place in facts.times):
        return ""
    return f"{_spelt(place)}: {_short(sent)} became {_short(received)}"


def _list_difference(
    facts: Facts, sent: list[Any], received: list[Any], defaults: Defaults, place: Place
) -> str:
    if len(sent) != len(received):
        return f"{_spelt(place)}: {_short(sent)} became {_short(received)}"
    pairs = enumerate(zip(sent, received, strict=True))
    differences = (
        difference(facts, before, after, defaults, (*place, position))
        for position, (before, after) in pairs
    )
    return next(filter(None, differences), "")


def _object_difference(
    facts: Facts, sent: dict[str, Any], received: dict[str, Any], defaults: Defaults, place: Place
) -> str:
    strict = facts.is_free(place)
    for key, before in sent.items():
        below = (*place, key)
        exact = strict or (place in facts.maps and facts.is_free(below))
        if key in received and (exact or received[key] is not None or before is None):
            loss = difference(facts, before, received[key], defaults, below)
        elif exact or (before is not None and (key != NEWER_FIELD or place in facts.maps)):
            loss = f"{_spelt(below)}: {_short(before)} is lost"
        else:
            loss = ""
        if loss:
            return loss
    spellings = {_letters(key) for key in sent}
    for key, after in received.items():
        meant = after is None or after in defaults.get(key, ()) or _letters(key) in spellings
        if key not in sent and (strict or not meant):
            return f"{_spelt((*place, key))}: {_short(after)} was added"
    return ""


def _letters(key: str) -> str:
    return key.replace("_", "").lower()


def _same(sent: Any, received: Any, *, single: bool, time: bool) -> bool:
    numbers = (int, float)
    if isinstance(sent, bool) or isinstance(received, bool) or sent is None:
        return sent is received
    if isinstance(sent, numbers) and isinstance(received, numbers):
        return sent == received or (single and _single(sent) == _single(received))
    if time and isinstance(sent, str) and isinstance(received, str):
        return _same_moment(sent, received)
    return bool(sent == received)


def _single(number: float) -> bytes:
    return struct.pack("f", number)


def _same_moment(sent: str, received: str) -> bool:
    try:
        return abs(_moment(sent) - _moment(received)) <= _PRECISION
    except (TypeError, ValueError):  # Not a timestamp, or one without its offset.
        return False


def _moment(text: str) -> datetime:
    """Parse a timestamp. Digits beyond microseconds are cut, because datetime has no more."""
    six = _FRACTION.sub(lambda found: "." + found[1][:6].ljust(6, "0"), text)
    return datetime.fromisoformat(six.replace("Z", "+00:00"))


def _spelt(place: Place) -> str:
    return "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
