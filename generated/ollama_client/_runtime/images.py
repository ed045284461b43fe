# Copied from runtime/images.py by `make generate`. Do not edit: edit the original.
"""Owns converting everything that users pass as images to padded base64 text."""

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

from .bounds import demand_bool
from .environment import is_switched_off
from .pydantic_look import OlderNames
from .types import Base64Text, EncodedText
from .wire_object import Field, is_mapping

_DATA_URI = re.compile(r"\s*data:(?P<type>[^,]*),(?P<data>.*)", re.IGNORECASE | re.DOTALL)
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_EXTENSION = re.compile(r"(\A(png|jpe?g|webp)|\.[a-z0-9]{1,5})\Z", re.IGNORECASE)

# Signatures of the picture and sound formats that models read. Sounds are sent as images, too.
_MEDIA_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0",
    b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FORM",
)  # fmt: skip

#: Whether text may name a file in the call that is being prepared. None outside of calls.
_paths_allowed: ContextVar[bool | None] = ContextVar("ollama_image_paths", default=None)


@runtime_checkable
class BinaryReadable(Protocol):
    """A file opened for reading bytes, or an object with the same interface."""

    def read(self) -> bytes:
        """Return all remaining bytes."""
        ...


@runtime_checkable
class SavableImage(Protocol):
    """A picture object that can save itself to a file, as in Pillow."""

    def save(self, fp: IO[bytes], format: str | None = None) -> None:
        """Write the picture to `fp` in the given format."""
        ...


class ImageFileError(OSError, ValueError):
    """An image file cannot be read."""

    def __str__(self) -> str:
        return f"Cannot read image file {self.filename}: {self.strerror}"


class ImageFileNotFoundError(ImageFileError, FileNotFoundError):
    """An image file does not exist."""

    def __str__(self) -> str:
        return f"File {self.filename} does not exist"


class ImageTypeError(TypeError, ValueError):
    """An object of a type that is not supported as an image."""


class ImageDataError(ValueError):
    """The data for a call is neither a picture nor sound."""


@contextmanager
def for_sending(allow_paths: bool | None) -> Generator[None]:
    """Encode images for a call: data that is converted in the block must be a picture or sound.

    Args:
        allow_paths: Whether text may name a file to read. None: the environment decides.
    """
    token = _paths_allowed.set(paths_allowed(allow_paths))
    try:
        yield
    finally:
        _paths_allowed.reset(token)


def paths_allowed(chosen: bool | None) -> bool:
    """Return whether image text may name a file.

    The argument decides, then the call that is being prepared, then OLLAMA_ALLOW_IMAGE_PATHS.
    """
    chosen = _paths_allowed.get() if chosen is None else chosen
    return not is_switched_off("OLLAMA_ALLOW_IMAGE_PATHS") if chosen is None else chosen


class Image(OlderNames):
    """An image for a multimodal model. Paths are read when the image is sent.

    A `str` value is either base64 text or the path of a file; `encode_image` describes the order of
    the guesses. If the text comes from somebody else, use `from_path`, `from_base64` or
    `from_data_uri` instead. Bytes are the content of an image file.
    """

    __slots__ = ("value",)

    value: str | bytes | Path
    """Base64 text or a path, the bytes of a file, or a `Path`."""

    model_fields: ClassVar[dict[str, Any]] = {"value": Field("value", "value", True, False, None)}
    model_fields["value"].declared = str | bytes | Path
    model_config: ClassVar[dict[str, Any]] = {}
    model_extra = None
    model_fields_set: ClassVar[frozenset[str]] = frozenset({"value"})

    def __init__(self, *, value: ImageInput) -> None:
        """Store `value`. Open files and Pillow images are read immediately.

        Raises:
            ImageTypeError: `value` is not an image (a `TypeError` and a `ValueError`).
            ValueError: A file object has no bytes left, or a picture cannot be saved.
        """
        self.value = _held(value)

    @classmethod
    def from_path(cls, path: str | os.PathLike[str]) -> Image:
        """Return an image for a file. It is read when the image is sent."""
        return cls(value=Path(path))

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview) -> Image:
        """Return an image for the content of an image file.

        Raises:
            ImageTypeError: `data` is not bytes (a `TypeError` and a `ValueError`).
        """
        return cls(value=_plain_bytes(data, "image data"))

    @classmethod
    def from_base64(cls, text: str) -> Image:
        """Return an image for base64 text, which is never used as a path.

        Whitespace, missing padding and the URL-safe alphabet are accepted.

        Raises:
            ValueError: `text` is not base64.
        """
        return cls(value=_strictly_decoded(text))

    @classmethod
    def from_data_uri(cls, uri: str) -> Image:
        """Return an image for a `data:` URI, base64 or percent-encoded. Its media type is ignored.

        Raises:
            ValueError: `uri` is not a data URI, or its data is not base64.
        """
        return cls(value=_data_uri_bytes(uri))

    @classmethod
    def model_validate(cls, obj: Any) -> Image:
        """Return `obj` as an Image.

        Args:
            obj: An Image, a mapping with a `value`, or a value for `Image(value=...)`.

        Raises:
            ImageTypeError: `obj` is none of these (a `TypeError` and a `ValueError`).
        """
        if isinstance(obj, cls):
            return obj
        given: Any = obj
        if isinstance(obj, dict):
            given = cast("dict[str, Any]", obj).get("value", given)
        return cls(value=given)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Image:
        """Return the image for a JSON text of a value that `model_validate` accepts."""
        return cls.model_validate(json.loads(json_data))

    @classmethod
    def model_construct(cls, _fields_set: object = None, **values: Any) -> Image:
        """Return an image without checking its value."""
        self = cls.__new__(cls)
        self.value = values.get("value", "")
        return self

    @classmethod
    def model_json_schema(cls, *_: Any, **_options: Any) -> dict[str, Any]:
        """Return the JSON Schema of the values that `model_validate` accepts."""
        text = {"type": "string"}
        kinds = [text, {"format": "binary", **text}, {"format": "path", **text}]
        return {
            "properties": {"value": {"anyOf": kinds, "title": "Value"}},
            "required": ["value"],
            "title": cls.__name__,
            "type": "object",
        }

    def model_copy(self, *, update: Mapping[str, Any] | None = None, **_options: Any) -> Image:
        """Return a copy. A `value` in `update` replaces the value."""
        return self.model_construct(value=(update or {}).get("value", self.value))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield "value", self.value

    def model_dump(self, **_options: Any) -> str:
        """Return the base64 text to send. Options of pydantic are accepted and ignored.

        Raises:
            ValueError: The value is neither an image file nor base64 text; see `encode_image`.
        """
        return encode_image(self)

    def model_dump_json(self, **_options: Any) -> str:
        """Return the base64 text as a JSON string. Raises the same errors as `model_dump`."""
        return json.dumps(self.model_dump())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Image):
            return NotImplemented
        return type(self) is type(other) and self.value == other.value

    # Not hashable, because the value may be replaced.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return the size of the content, not the content: images are large and private."""
        if isinstance(self.value, bytes):
            return f"{type(self).__name__}(value=<{len(self.value)} bytes>)"
        if isinstance(self.value, str):
            return f"{type(self).__name__}(value=<{len(self.value)} characters>)"
        return f"{type(self).__name__}(value={self.value!r})"

    # The next two methods make Image a field type of pydantic models. pydantic accepts core schemas
    # as plain dictionaries, so it need not be imported or installed.

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
"""Everything that can be passed as an image."""


def encode_image(value: ImageInput, *, allow_paths: bool | None = None) -> Base64Text:
    """Return the base64 text of an image.

    Bytes, paths, binary file objects and picture objects (saved as PNG) are encoded. `~` at the
    start of a path is the home folder. For a `str`, the first matching rule applies: a `data:` URI
    is decoded; a path of an existing file is read; text that ends in a file extension is a missing
    file; text that a lenient base64 decoder accepts is sent unchanged. Text that this function
    returned, or that came with an answer, is returned unchanged.

    Args:
        value: The image.
        allow_paths: Whether a `str` may be the path of a file. Pass False if the text comes from
            somebody else. None uses `paths_allowed`. `Path` objects and `Image.from_path` are
            always read.

    Raises:
        ImageFileNotFoundError: The file does not exist (a `FileNotFoundError` and a `ValueError`).
        ImageFileError: The file cannot be read (an `OSError` and a `ValueError`).
        ImageTypeError: `value` is not an image (a `TypeError` and a `ValueError`).
        ValueError: The text is not an image, a file object has no bytes left, a picture object
            cannot be saved, or the data for a call is neither a picture nor sound.
        InvalidTypeError: `allow_paths` is not a bool (a `TypeError` and a `ValueError`).
    """
    demand_bool("allow_paths", allow_paths)
    held = _held(value)
    if isinstance(held, Base64Text):
        return held
    if isinstance(held, str):
        return _encoded_text(held, allow_paths=paths_allowed(allow_paths))
    return _base64(held if isinstance(held, bytes) else _file_bytes(held))


def encode_images(
    value: ImageInput | Iterable[ImageInput] | None, *, allow_paths: bool | None = None
) -> list[Base64Text]:
    """Return the base64 text of each image. A single image counts as a list of one; None as empty.

    Args:
        value: One image, several, or None.
        allow_paths: Whether a `str` may be the path of a file; see `encode_image`.

    Raises:
        ValueError: A value is not an image that can be read; see `encode_image`. Messages about
            types and data have the index.
        InvalidTypeError: `allow_paths` is not a bool (a `TypeError` and a `ValueError`).
    """
    demand_bool("allow_paths", allow_paths)
    if value is None:
        return []
    if _is_one_image(value) or not isinstance(value, Iterable):
        return [_encoded_at("images", cast("ImageInput", value), allow_paths)]
    if isinstance(value, dict):
        raise ImageTypeError("images must be a list of images, not a dict")
    items = enumerate(cast("Iterable[ImageInput]", value))
    return [_encoded_at(f"images[{index}]", item, allow_paths) for index, item in items]


def _encoded_at(place: str, value: ImageInput, allow_paths: bool | None) -> Base64Text:
    """Return the text of an image. Errors about its type and data name its place."""
    try:
        return encode_image(value, allow_paths=allow_paths)
    except (ImageDataError, ImageTypeError) as error:
        raise type(error)(f"{place}: {error}") from None


def _is_one_image(value: object) -> bool:
    """Return whether `value` is a single image. Text, bytes and open files can be iterated, too."""
    kinds = (str, bytes, bytearray, memoryview, os.PathLike, Image, BinaryReadable, SavableImage)
    return isinstance(value, kinds)


def _held(value: object) -> str | bytes | Path:
    """Return `value` in a form that can be kept, copied and sent more than once."""
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
    """Return the value of an `Image` or of its dict from JSON; else `value` itself."""
    if isinstance(value, Image):
        return value.value
    return value["value"] if is_mapping(value) and [*value] == ["value"] else value


def _read(file: BinaryReadable) -> bytes:
    start = _position(file)
    data: object = file.read()
    if start is not None:  # files in a chat history are sent with each turn
        cast("IO[bytes]", file).seek(start)
    if isinstance(data, str):
        raise ImageTypeError("an image file must be opened in binary mode ('rb'), not as text")
    if not data:
        raise ValueError("the image file object has no bytes left; was it read before?")
    return _plain_bytes(data, "the content of an image file")


def _position(file: Any) -> int | None:
    """Return the position of a file, or None if it cannot be read again."""
    try:
        return file.tell() if file.seekable() else None
    except (AttributeError, OSError, ValueError):
        return None


def _plain_bytes(data: object, what: str) -> bytes:
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", data))
    raise ImageTypeError(f"{what} must be bytes, not {type(data).__name__}")


def _saved(picture: SavableImage) -> bytes:
    """Return `picture` as PNG, which is lossless and read by all models."""
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
    # os.path, because pathlib raises for text that is too long or not a path.
    if allow_paths and os.path.isfile(os.path.expanduser(text)):  # noqa: PTH111, PTH113
        return _base64(_file_bytes(Path(text)))
    _refuse_file_name(text, allow_paths=allow_paths)
    if not _is_base64(text) or (not text and _paths_allowed.get() is not None):
        raise ValueError("Invalid image data, expected base64 string or path to image file")
    return Base64Text(text)


def _refuse_file_name(text: str, *, allow_paths: bool) -> None:
    """Raise an error if text that is not an existing file can only be the name of a file.

    Base64 has no dot and no colon, so a file extension or a web address is never image data.
    """
    if _WEB_ADDRESS.match(text):
        raise ValueError(
            f"File {text} does not exist: web addresses are not downloaded, pass the image's bytes"
        )
    # Without a slash, valid base64 is never a path, even if a folder has this name.
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
    """Return whether `text` is base64 for the lenient decoder of the official client.

    It skips unknown characters. A strict decoder does not.
    """
    try:
        b64decode(text, validate=strict)
    except ValueError:
        return False
    return True


def _base64(data: bytes) -> Base64Text:
    if _paths_allowed.get() is not None and not data.startswith(_MEDIA_SIGNATURES):
        what = f"{len(data)} bytes that are neither picture nor sound" if data else "no bytes"
        raise ImageDataError(
            f"Invalid image data, got {what}; expected the content of a PNG, JPEG, WebP, GIF, "
            "WAV or similar file (text that is already base64 is sent unchecked)"
        )
    return EncodedText(b64encode(data), "ascii")
