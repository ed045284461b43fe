"""Owns turning whatever a user calls an image into the padded base64 text that the wire carries."""

from __future__ import annotations

import errno
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from typing import IO, Any, ClassVar, Protocol, TypeAlias, cast, runtime_checkable
from urllib.parse import unquote_to_bytes

from .environment import is_switched_off
from .pydantic_look import OlderNames
from .types import Base64Text, EncodedText
from .wire_object import Field, is_mapping

_DATA_URI = re.compile(r"\s*data:(?P<type>[^,]*),(?P<data>.*)", re.IGNORECASE | re.DOTALL)
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_EXTENSION = re.compile(r"(\A(png|jpe?g|webp)|\.[a-z0-9]{1,5})\Z", re.IGNORECASE)

# First bytes of the picture and sound formats that models are given (both travel as "images").
_MEDIA_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0",
    b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FORM",
)  # fmt: skip

#: Of the call that is being prepared, whether text may name a file; None outside of calls.
_paths_allowed: ContextVar[bool | None] = ContextVar("ollama_image_paths", default=None)


@runtime_checkable
class BinaryReadable(Protocol):
    """A file opened for reading bytes, or anything that reads like one."""

    def read(self) -> bytes:
        """All bytes that are left."""
        ...


@runtime_checkable
class SavableImage(Protocol):
    """A picture object that can write itself to a file, as those of Pillow can."""

    def save(self, fp: IO[bytes], format: str | None = None) -> None:
        """Write the picture to *fp* in the named format."""
        ...


class ImageFileError(OSError, ValueError):
    """A file named as an image cannot be read."""

    def __str__(self) -> str:
        return f"Cannot read image file {self.filename}: {self.strerror}"


class ImageFileNotFoundError(ImageFileError, FileNotFoundError):
    """A file named as an image does not exist."""

    def __str__(self) -> str:
        return f"File {self.filename} does not exist"


class ImageTypeError(TypeError, ValueError):
    """An object of a kind that is not understood as an image."""


@contextmanager
def for_sending(allow_paths: bool | None) -> Generator[None]:
    """Encode images as a call does: whatever is converted meanwhile must be a picture or sound.

    Args:
        allow_paths: Whether text may name a file to read; None for what the environment says.
    """
    token = _paths_allowed.set(paths_allowed(allow_paths))
    try:
        yield
    finally:
        _paths_allowed.reset(token)


def paths_allowed(chosen: bool | None) -> bool:
    """Return whether text given as an image may name a file: the choice, else that of the call
    being prepared, else the environment variable OLLAMA_ALLOW_IMAGE_PATHS."""
    chosen = _paths_allowed.get() if chosen is None else chosen
    return not is_switched_off("OLLAMA_ALLOW_IMAGE_PATHS") if chosen is None else chosen


class Image(OlderNames):
    """One image for a multimodal model, held as it was given and read when it is sent.

    A `str` value is either base64 text or the path of a file, see `encode_image` for the order of
    the guesses; where the text comes from someone else, say which it is with `from_path`,
    `from_base64` or `from_data_uri`. Bytes are the content of an image file.
    """

    __slots__ = ("value",)

    value: str | bytes | Path
    """Base64 text or a path, the bytes of the file, or a path."""

    model_fields: ClassVar[dict[str, Any]] = {"value": Field("value", "value", True, False, None)}
    model_fields["value"].declared = str | bytes | Path
    model_config: ClassVar[dict[str, Any]] = {}
    model_extra = None
    model_fields_set: ClassVar[frozenset[str]] = frozenset({"value"})

    def __init__(self, *, value: ImageInput) -> None:
        """Hold *value*; file objects and picture objects are read at once, paths when sent.

        Raises:
            ImageTypeError: *value* is no kind of image (a `TypeError` and a `ValueError`).
            ValueError: a file object has no bytes left, or a picture cannot be saved.
        """
        self.value = _held(value)

    @classmethod
    def from_path(cls, path: str | os.PathLike[str]) -> Image:
        """An image file, read when the image is sent; reading it is never refused."""
        return cls(value=Path(path))

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview) -> Image:
        """The content of an image file.

        Raises:
            ImageTypeError: *data* is not bytes (a `TypeError` and a `ValueError`).
        """
        return cls(value=_plain_bytes(data, "image data"))

    @classmethod
    def from_base64(cls, text: str) -> Image:
        """Base64 text, which is never taken for a path.

        White space, missing padding and the URL-safe alphabet are accepted.

        Raises:
            ValueError: *text* is not base64.
        """
        return cls(value=_strictly_decoded(text))

    @classmethod
    def from_data_uri(cls, uri: str) -> Image:
        """A `data:` URI, base64 or percent-encoded; its media type is not looked at.

        Raises:
            ValueError: *uri* is not a data URI or its data is not base64.
        """
        return cls(value=_data_uri_bytes(uri))

    @classmethod
    def model_validate(cls, obj: Any) -> Image:
        """*obj* as an Image: an Image, a mapping with a `value`, or what `Image(value=...)` takes.

        Raises:
            ImageTypeError: *obj* is none of these (a `TypeError` and a `ValueError`).
        """
        if isinstance(obj, cls):
            return obj
        given: Any = obj
        if isinstance(obj, dict):
            given = cast("dict[str, Any]", obj).get("value", given)
        return cls(value=given)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Image:
        """The image of a JSON text, as of the object that it is."""
        return cls.model_validate(json.loads(json_data))

    @classmethod
    def model_construct(cls, _fields_set: object = None, **values: Any) -> Image:
        """An image of a value that is not looked at."""
        self = cls.__new__(cls)
        self.value = values.get("value", "")
        return self

    @classmethod
    def model_json_schema(cls, *_: Any, **_options: Any) -> dict[str, Any]:
        """The JSON Schema of what `model_validate` takes."""
        text = {"type": "string"}
        kinds = [text, {"format": "binary", **text}, {"format": "path", **text}]
        return {
            "properties": {"value": {"anyOf": kinds, "title": "Value"}},
            "required": ["value"],
            "title": cls.__name__,
            "type": "object",
        }

    def model_copy(self, *, update: Mapping[str, Any] | None = None, **_options: Any) -> Image:
        """A copy, with another value where `update` has one."""
        return self.model_construct(value=(update or {}).get("value", self.value))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield "value", self.value

    def model_dump(self, **_options: Any) -> str:
        """The base64 text that is sent; options known from pydantic are accepted and ignored.

        Raises:
            ValueError: the value is neither an image file nor base64 text, see `encode_image`.
        """
        return encode_image(self)

    def model_dump_json(self, **_options: Any) -> str:
        """The base64 text as a JSON string, with the same errors as `model_dump`."""
        return json.dumps(self.model_dump())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Image):
            return NotImplemented
        return type(self) is type(other) and self.value == other.value

    # The value may be replaced, so an image is no key.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Says how much is held, never what: images are large, and private."""
        if isinstance(self.value, bytes):
            return f"{type(self).__name__}(value=<{len(self.value)} bytes>)"
        if isinstance(self.value, str):
            return f"{type(self).__name__}(value=<{len(self.value)} characters>)"
        return f"{type(self).__name__}(value={self.value!r})"

    # The next two make Image a field type of pydantic models. pydantic takes its core schemas as
    # plain dictionaries, so it need not be imported, or installed.

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        return {
            "type": "function-plain",
            "function": {"type": "no-info", "function": cls.model_validate},
            "serialization": {"type": "function-plain", "function": cls.model_dump},
        }

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "contentEncoding": "base64"}


ImageInput: TypeAlias = (
    str | bytes | bytearray | memoryview | os.PathLike[str] | BinaryReadable | SavableImage | Image
)
"""Everything that counts as one image."""


def encode_image(value: ImageInput, *, allow_paths: bool | None = None) -> Base64Text:
    """The base64 text of one image.

    Bytes, paths, binary file objects and picture objects (saved as PNG) are encoded; `~` at the
    beginning of a path is the home folder. For a `str` the first rule that fits decides: a `data:`
    URI is decoded; the path of a file is read; text that ends in a file extension is a missing
    file; text that a lenient base64 decoder accepts is sent unchanged. What this function returned,
    and what came with an answer, stays as it is.

    *allow_paths* False never reads a file because a `str` names it, None is what `paths_allowed`
    returns. Use False when the text comes from someone else. `Path` objects and `Image.from_path`
    are still read.

    Raises:
        ImageFileNotFoundError: the file does not exist (a `FileNotFoundError` and a `ValueError`).
        ImageFileError: the file cannot be read (an `OSError` and a `ValueError`).
        ImageTypeError: *value* is no kind of image (a `TypeError` and a `ValueError`).
        ValueError: the text is no image, a file object has no bytes left, a picture object cannot
            be saved, or what a call is about to send is neither picture nor sound.
    """
    held = _held(value)
    if isinstance(held, Base64Text):
        return held
    if isinstance(held, str):
        return _encoded_text(held, allow_paths=paths_allowed(allow_paths))
    return _base64(held if isinstance(held, bytes) else _file_bytes(held))


def encode_images(
    value: ImageInput | Iterable[ImageInput] | None, *, allow_paths: bool | None = None
) -> list[Base64Text]:
    """The base64 text of each image; a single image counts as a list of one, None as an empty one.

    Errors and *allow_paths* are those of `encode_image`.
    """
    if value is None:
        return []
    if _is_one_image(value) or not isinstance(value, Iterable):
        return [encode_image(cast("ImageInput", value), allow_paths=allow_paths)]
    if isinstance(value, dict):
        raise ImageTypeError("images must be a list of images, not a dict")
    items = cast("Iterable[ImageInput]", value)
    return [encode_image(item, allow_paths=allow_paths) for item in items]


def _is_one_image(value: object) -> bool:
    """Whether *value* is an image by itself; text, bytes and open files can be iterated as well."""
    kinds = (str, bytes, bytearray, memoryview, os.PathLike, Image, BinaryReadable, SavableImage)
    return isinstance(value, kinds)


def _held(value: object) -> str | bytes | Path:
    """*value* reduced to what can be kept, copied and sent more than once."""
    if (inside := _inside(value)) is not value:
        return _held(inside)
    if isinstance(value, (str, bytes, Path)):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return _plain_bytes(cast("object", value), "image data")
    if isinstance(value, os.PathLike):
        return Path(os.fsdecode(cast("os.PathLike[str]", value)))
    if isinstance(value, BinaryReadable):
        return _read(value)
    if isinstance(value, SavableImage) and not isinstance(value, type):
        return _saved(value)
    raise ImageTypeError(
        f"an image must be base64 text, a path, bytes, a binary file or a picture that can be "
        f"saved, not {type(value).__name__}"
    )


def _inside(value: Any) -> object:
    """The value of an `Image`, or of a dict, which is what JSON has of one; else *value* itself."""
    if isinstance(value, Image):
        return value.value
    return value["value"] if is_mapping(value) and [*value] == ["value"] else value


def _read(file: BinaryReadable) -> bytes:
    start = _position(file)
    data: object = file.read()
    if start is not None:  # a history is sent with each turn, and its files with it
        cast("IO[bytes]", file).seek(start)
    if isinstance(data, str):
        raise ImageTypeError("an image file must be opened in binary mode ('rb'), not as text")
    if not data:
        raise ValueError("the image file object has no bytes left; was it read before?")
    return _plain_bytes(data, "the content of an image file")


def _position(file: Any) -> int | None:
    """Return where a file stands; None for one that cannot be read again."""
    try:
        return file.tell() if file.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None


def _plain_bytes(data: object, what: str) -> bytes:
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", data))
    raise ImageTypeError(f"{what} must be bytes, not {type(data).__name__}")


def _saved(picture: SavableImage) -> bytes:
    """*picture* as PNG: every model's decoder reads it, and nothing is lost."""
    buffer = BytesIO()
    try:
        picture.save(buffer, format="PNG")
    except (OSError, TypeError, ValueError) as error:
        kind = type(picture).__name__
        raise ValueError(f"the {kind} cannot be saved as a PNG image: {error}") from error
    return buffer.getvalue()


def _encoded_text(text: str, *, allow_paths: bool) -> Base64Text:
    if _DATA_URI.match(text):
        return _base64(_data_uri_bytes(text))
    # os.path and not pathlib, which raises for text that is too long or no path at all.
    if allow_paths and os.path.isfile(os.path.expanduser(text)):  # noqa: PTH111, PTH113
        return _base64(_file_bytes(Path(text)))
    _refuse_file_name(text, allow_paths=allow_paths)
    if not _is_base64(text) or (not text and _paths_allowed.get() is not None):
        raise ValueError("Invalid image data, expected base64 string or path to image file")
    return Base64Text(text)


def _refuse_file_name(text: str, *, allow_paths: bool) -> None:
    """Raise if *text*, which was not read as a file, can only have been meant as the name of one.

    Base64 has no dot and no colon, so a file extension or a web address is never image data.
    """
    if _WEB_ADDRESS.match(text):
        raise ValueError(
            f"File {text} does not exist: web addresses are not downloaded, pass the image's bytes"
        )
    # Without a slash, what is valid base64 stays that, whatever folder has such a name.
    is_path_like = "/" in text or not _is_base64(text, strict=True)
    if allow_paths and is_path_like and os.path.isdir(os.path.expanduser(text)):  # noqa: PTH111, PTH112
        raise ImageFileError(errno.EISDIR, os.strerror(errno.EISDIR), text)
    if _EXTENSION.search(text):
        if not allow_paths:
            raise ValueError(
                f"File {text} is not read, because reading files named by text is switched off; "
                "use Image.from_path or a pathlib.Path"
            )
        raise _missing(text)


def _file_bytes(path: Path) -> bytes:
    try:
        return Path(os.path.expanduser(path)).read_bytes()  # noqa: PTH111 (never raises)
    except FileNotFoundError:
        raise _missing(str(path)) from None
    except OSError as error:
        raise ImageFileError(error.errno, error.strerror, str(path)) from error


def _missing(name: str) -> ImageFileNotFoundError:
    return ImageFileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def _data_uri_bytes(uri: str) -> bytes:
    match = _DATA_URI.fullmatch(uri)
    if match is None:
        raise ValueError("Invalid image data, expected a data URI (data:image/png;base64,...)")
    data = unquote_to_bytes(match["data"])
    if not match["type"].rstrip().lower().endswith(";base64"):
        return data
    return _strictly_decoded(data.decode("ascii", "replace"))


def _strictly_decoded(text: str) -> bytes:
    compact = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except ValueError:
        raise ValueError("Invalid image data, expected base64") from None


def _is_base64(text: str, *, strict: bool = False) -> bool:
    """Whether *text* is accepted by a decoder that skips foreign characters, the official client's.

    A strict one does not skip them.
    """
    try:
        b64decode(text, validate=strict)
    except ValueError:
        return False
    return True


def _base64(data: bytes) -> Base64Text:
    if _paths_allowed.get() is not None and not data.startswith(_MEDIA_SIGNATURES):
        what = f"{len(data)} bytes that are neither picture nor sound" if data else "no bytes"
        raise ValueError(
            f"Invalid image data, got {what}; what models read begins as PNG, JPEG, WebP, GIF, WAV "
            "or a like format does (text that is base64 already is sent unchecked)"
        )
    return EncodedText(b64encode(data), "ascii")
