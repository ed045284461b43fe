# Copied from runtime/types.py by `make generate`. Do not edit: edit the original.
"""Owns types for values such as sizes and times, and for content of uploads."""

from __future__ import annotations

import re
from array import array
from base64 import b64encode
from collections.abc import AsyncIterable, Iterable
from datetime import datetime, timezone
from os import PathLike
from typing import IO, Any, Protocol, TypeAlias, Union, cast

from . import codec

__all__ = [
    "Base64",
    "Base64Text",
    "BinaryContent",
    "ByteSize",
    "DumpsBase64",
    "FormFile",
    "afile_digest",
    "file_digest",
    "from_datetime",
    "received_base64",
    "to_base64",
    "to_datetime",
    "to_floats",
    "to_object",
    "to_size",
]

#: Content of an upload: bytes, a path, an open binary file, or an iterable of bytes.
BinaryContent = Union[bytes, "PathLike[str]", IO[bytes], Iterable[bytes], AsyncIterable[bytes]]


#: A file of a form: its content, optionally as a tuple with its name, or with its name and media
#: type. An open file is sent from its beginning.
FormFile: TypeAlias = (
    bytes
    | PathLike[str]
    | IO[bytes]
    | tuple[str, bytes | PathLike[str] | IO[bytes]]
    | tuple[str, bytes | PathLike[str] | IO[bytes], str]
)


class DumpsBase64(Protocol):
    """An object with a base64 text, such as `ollama.Image`."""

    def model_dump(self) -> str:
        """Return the base64 text."""
        ...


#: Binary data inside JSON: base64 text, bytes, a file, or an object that is converted to the text
#: when it is sent. Constructors of models convert a file to an `Image`, see `images.py`.
Base64: TypeAlias = str | bytes | PathLike[str] | IO[bytes] | DumpsBase64


class Base64Text(str):
    """Base64 text that was encoded here, or received from a server. It is never used as a path.

    Copies and pickles keep the class. Text that is read from JSON is a plain str.
    """

    __slots__ = ()


class EncodedText(Base64Text):
    """Base64 text that was encoded here: JSON has nothing to escape in it."""

    __slots__ = ()


codec.write_as_text(Base64Text, EncodedText, plain=EncodedText)

_DIGEST_PIECE_BYTES = 1 << 20


def demand_path(path: object) -> None:
    """Check that a value is the path of a file. `open` would use a number as a file descriptor.

    Raises:
        InvalidTypeError: The value is neither a str nor an `os.PathLike`.
    """
    if not isinstance(path, (str, PathLike)):
        from .bounds import unexpected  # only needed for errors
        from .errors import InvalidTypeError

        raise InvalidTypeError(unexpected("path", "a path", path))


def file_digest(path: str | PathLike[str]) -> str:
    """Return the digest that identifies an uploaded file: `sha256:` and 64 hex digits.

    Raises:
        InvalidTypeError: `path` is not a path (a `TypeError` and a `ValueError`).
        OSError: The file cannot be read.
    """
    import hashlib  # for uploads only

    demand_path(path)

    digest = hashlib.sha256()
    with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs more to load)
        while piece := file.read(_DIGEST_PIECE_BYTES):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


async def afile_digest(path: str | PathLike[str]) -> str:
    """Return the same. The file is read in a thread.

    Raises:
        InvalidTypeError: `path` is not a path (a `TypeError` and a `ValueError`).
        OSError: The file cannot be read.
    """
    from anyio.to_thread import run_sync  # comes with httpx

    return await run_sync(file_digest, path)


def to_base64(value: Base64) -> str:
    """Return the base64 text of binary data."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return EncodedText(b64encode(value), "ascii")
    if hasattr(value, "model_dump"):
        return cast("DumpsBase64", value).model_dump()
    from .images import encode_image  # most calls do not send files

    return encode_image(cast("Any", value))


def received_base64(value: Any) -> Any:
    """Mark base64 texts from a server, so that they are never used as paths."""
    if value.__class__ is list:
        return [received_base64(item) for item in value]
    return Base64Text(value) if isinstance(value, str) else value


#: Larger numbers are milliseconds. As seconds, they would be after the year 2603.
_MOST_SECONDS = 20_000_000_000

_PREFIXES = "KMGTPE"
_SIZE = r"\s*(?P<number>\d*\.?\d+)\s*(?P<unit>[a-zA-Z]*)\s*"
_TIME = (
    r"(?P<seconds>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)"
    r"(?:\.(?P<fraction>\d+))?(?P<offset>[Zz]|[+-]\d\d:?\d\d)?"
)


class ByteSize(int):
    """A number of bytes: an int with a readable form."""

    @classmethod
    def parse(cls, value: Any) -> ByteSize:
        """Return the size for an int, or for text such as "5 GB" or "1.5GiB".

        Raises:
            ValueError: The value is neither.
        """
        if isinstance(value, (int, float)) and value == int(value):
            return cls(value)
        match = re.fullmatch(_SIZE, value) if isinstance(value, str) else None
        if not match:
            raise ValueError(f"expected a number of bytes, got {type(value).__name__} {value!r}")
        return cls(float(match["number"]) * _unit_bytes(match["unit"] or "B"))

    def human_readable(self, decimal: bool = False, separator: str = "") -> str:
        """Return text such as "9.6GiB", or "9.6GB" with `decimal`."""
        base, infix = (1000.0, "") if decimal else (1024.0, "i")
        number, power = float(self), 0
        while abs(number) >= base and power < len(_PREFIXES):
            number, power = number / base, power + 1
        if not power:
            return f"{int(self)}{separator}B"
        return f"{number:0.1f}{separator}{_PREFIXES[power - 1]}{infix}B"

    def to(self, unit: str) -> float:
        """Return the size in another unit, such as "MiB" or "GB"."""
        return self / _unit_bytes(unit)


def _unit_bytes(unit: str) -> float:
    match = re.fullmatch(r"([kmgtpe]?)(i?)(b|bit)?", unit.lower())
    if not match or (match[2] and not match[1]):
        raise ValueError(f"expected a unit of bytes such as 'MB' or 'GiB', got {unit!r}")
    power = " kmgtpe".index(match[1] or " ")
    return (1024.0 if match[2] else 1000.0) ** power / (8 if match[3] == "bit" else 1)


def to_datetime(value: Any) -> Any:
    """Convert RFC 3339 text, or a number of seconds since 1970, to a datetime.

    Fractions are cut to microseconds. Very large numbers are milliseconds. Invalid values, and
    times outside the range of `datetime`, are returned unchanged, so that the rest of an answer
    stays readable.
    """
    if value.__class__ is str and value[4:20:3] == "--T::." and value[26:29].isdecimal():
        # Nine digits, as Go writes most times: cut by their place.
        offset = value[29:]
        if len(offset) == 6 or offset == "Z":
            try:
                return datetime.fromisoformat(value[:26] + ("+00:00" if offset == "Z" else offset))
            except ValueError:
                return _time_of(value)
    return _time_of(value)


def _time_of(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_epoch(value)
    match = re.fullmatch(_TIME, value) if isinstance(value, str) else None
    if not match:
        return value
    fraction = (match["fraction"] or "")[:6].ljust(6, "0")
    offset = "+00:00" if match["offset"] in ("Z", "z") else match["offset"] or ""
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    try:
        time = datetime.fromisoformat(f"{match['seconds'].upper()}.{fraction}{offset}")
    except ValueError:
        return value
    return time.replace(tzinfo=timezone.utc) if offset == "+00:00" else time


def _from_epoch(number: float) -> Any:
    seconds = number / 1000 if abs(number) > _MOST_SECONDS else number
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, OSError, ValueError):
        return number


def to_size(value: Any) -> Any:
    """Convert a number of bytes, or text such as "5 GB", to a size. Return others unchanged."""
    try:
        return ByteSize.parse(value)
    except (OverflowError, ValueError):
        return value


def to_floats(values: Any) -> Any:
    """Convert numbers to floats, since JSON may have 1 for 1.0. Return others unchanged."""
    try:
        # Usually all are floats already, and checking that is faster than converting.
        return values if {*map(type, values)} <= {float} else array("d", values).tolist()
    except TypeError:
        return values


def from_datetime(value: datetime) -> str:
    """Return the RFC 3339 text of a time."""
    return value.isoformat().replace("+00:00", "Z")


def to_object(value: Any) -> Any:
    """Convert JSON text to an object, because some proxies send an object as text.

    Empty text and "null" become an empty object, because some send these for no arguments.
    """
    if isinstance(value, str):
        if value.strip() in ("", "null"):
            return {}
        try:
            decoded = codec.loads(value)
        except ValueError:
            return value
        return cast("Any", decoded) if isinstance(decoded, dict) else value
    return value
