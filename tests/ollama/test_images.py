"""Tests that everything a user passes as an image becomes base64 text, or a clear error."""

from __future__ import annotations

import copy
import json
import pickle
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client._runtime.images import (
    Image,
    ImageFileError,
    ImageFileNotFoundError,
    ImageTypeError,
    encode_image,
    encode_images,
    for_sending,
)

PNG = b"\x89PNG\r\n\x1a\n fake"
PNG_TEXT = b64encode(PNG).decode()
INVALID = "^Invalid image data, expected base64 string or path to image file$"


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Change to an empty folder, so that no test depends on the files in the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OLLAMA_ALLOW_IMAGE_PATHS", raising=False)
    yield


@pytest.fixture
def png() -> Path:
    path = Path("cat.png")
    path.write_bytes(PNG)
    return path


class Picture:
    """Can be saved like a picture of Pillow."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def save(self, fp: IO[bytes], format: str | None = None, **params: Any) -> None:
        if self.error:
            raise self.error
        fp.write(f"saved as {format}".encode())


class OtherPath:
    """A path that is not a pathlib.Path."""

    def __fspath__(self) -> str:
        return "cat.png"


def held(value: Any) -> Image:
    return Image(value=value)


# --- what counts as an image ---


@pytest.mark.parametrize(
    "value",
    [
        PNG,
        bytearray(PNG),
        memoryview(PNG),
        memoryview(b"".join(bytes([b, 0]) for b in PNG))[::2],
        "cat.png",
        Path("cat.png"),
        OtherPath(),
        PNG_TEXT,
        f"data:image/png;base64,{PNG_TEXT}",
        Image(value=PNG),
        Image(value=bytearray(PNG)),
        Image(value=Image(value=PNG)),
        Image.from_path("cat.png"),
        Image.from_bytes(memoryview(PNG)),
        Image.from_base64(PNG_TEXT),
        Image.from_data_uri(f"data:;base64,{PNG_TEXT}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_image_is_encoded(value: Any, png: Path) -> None:
    assert encode_image(value) == PNG_TEXT
    assert encode_images(value) == [PNG_TEXT]
    assert encode_images([value, value]) == [PNG_TEXT, PNG_TEXT]
    assert Image(value=value).model_dump() == PNG_TEXT


def test_file_objects_are_read_from_where_they_stand(png: Path) -> None:
    with png.open("rb") as file:
        file.seek(1)
        assert encode_image(file) == b64encode(PNG[1:]).decode()
    assert encode_images(BytesIO(PNG)) == [PNG_TEXT]


def test_file_object_is_read_once_when_held_by_an_image() -> None:
    image = Image(value=BytesIO(PNG))
    assert [image.model_dump(), image.model_dump()] == [PNG_TEXT, PNG_TEXT]


def test_file_object_may_be_given_again() -> None:
    file = BytesIO(b"xx" + PNG)
    file.seek(2)
    assert [encode_image(file), encode_image(file)] == [PNG_TEXT, PNG_TEXT]


class Pipe:
    """Can be read like a file, but not rewound."""

    def __init__(self) -> None:
        self.left = PNG

    def read(self) -> bytes:
        data, self.left = self.left, b""
        return data


def test_file_object_at_its_end_is_refused() -> None:
    file = Pipe()
    encode_image(file)
    with pytest.raises(ValueError, match="no bytes left"):
        encode_image(file)


def test_text_file_is_refused() -> None:
    with pytest.raises(ImageTypeError, match="binary mode"):
        encode_image(StringIO("text"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_picture_is_saved_as_png() -> None:
    assert encode_image(Picture()) == b64encode(b"saved as PNG").decode()
    assert encode_images([Picture()]) == [b64encode(b"saved as PNG").decode()]


def test_picture_that_cannot_be_saved_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="Picture cannot be saved as a PNG image: mode CMYK"):
        encode_image(Picture(OSError("mode CMYK")))


@pytest.mark.parametrize("value", [None, 1, 1.5, object(), {"a": 1}, ["x"], Picture])
@pytest.mark.parametrize("make", [encode_image, held])
def test_other_objects_are_type_and_value_errors(value: Any, make: Callable[[Any], object]) -> None:
    with pytest.raises(ImageTypeError, match=f"not {type(value).__name__}$") as caught:
        make(value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ValueError)


def test_images_may_be_none_empty_or_any_iterable() -> None:
    assert encode_images(None) == []
    assert encode_images(()) == []
    assert encode_images(value for value in (PNG, PNG_TEXT)) == [PNG_TEXT, PNG_TEXT]


@pytest.mark.parametrize("value", [{"value": PNG}, 5])
def test_images_that_are_no_list_are_refused(value: Any) -> None:
    with pytest.raises(ImageTypeError):
        encode_images(value)


@given(st.binary())
def test_bytes_survive_the_round_trip(data: bytes) -> None:
    text = encode_image(data)
    assert text == b64encode(data).decode()
    assert Image.from_base64(text).value == data
    assert Image.from_base64(urlsafe_b64encode(data).decode().rstrip("=")).value == data
    assert Image.from_data_uri(f"data:image/png;base64,{text}").value == data


@given(st.text(max_size=30))
def test_any_text_is_base64_for_the_official_rule_or_a_value_error(text: str) -> None:
    try:
        encoded = encode_image(text, allow_paths=False)
    except ValueError:
        return
    assert encoded == text or text.lstrip().lower().startswith("data:")


# --- the rules for text, in order ---


@pytest.mark.parametrize(
    "text",
    [
        "dGVzdCBiYXNlNjQgc3RyaW5n",
        "dGVzdCBiYXNlNjQgc3RyaW5n" * 1000,
        "dGVz\ndCBi\r\nYXNl",
        "not a path or base64",
        "",
        "@@@@",
        "\0",
    ],
)
@pytest.mark.parametrize("allow_paths", [True, False])
def test_text_that_a_lenient_decoder_accepts_is_unchanged(text: str, allow_paths: bool) -> None:
    assert encode_image(text, allow_paths=allow_paths) == text


@pytest.mark.parametrize("text", ["not an image", "invalid_base64", "README", "abc", "é" * 4])
@pytest.mark.parametrize("allow_paths", [True, False])
def test_text_that_is_nothing_is_refused(text: str, allow_paths: bool) -> None:
    with pytest.raises(ValueError, match=INVALID):
        encode_image(text, allow_paths=allow_paths)


@pytest.mark.parametrize(
    "name",
    [
        *("some_path/that/does/not/exist.png", "x.jpg", "x.jpeg", "x.webp"),
        *("PHOTO.PNG", "PHOTO.JPG", "PHOTO.JPEG", "PHOTO.WEBP", "webp", "my photo.Png"),
        *("cat.gif", "x.gif", "scan.tiff", "a.b/c.heic", "clip.mp3"),
    ],
)
def test_missing_file_is_named(name: str) -> None:
    with pytest.raises(ImageFileNotFoundError) as caught:
        encode_image(name)
    assert str(caught.value) == f"File {name} does not exist"
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, FileNotFoundError)
    assert caught.value.filename == name


def test_missing_path_is_file_not_found_and_value_error() -> None:
    image = Image(value=Path("nowhere"))
    with pytest.raises(FileNotFoundError, match="File nowhere does not exist"):
        image.model_dump()
    with pytest.raises(ValueError, match="File nowhere does not exist"):
        image.model_dump()


def test_existing_file_wins_over_base64_and_extension() -> None:
    for name in ("abcd", "no-extension", "data.png"):
        Path(name).write_bytes(PNG)
        assert encode_image(name) == PNG_TEXT


def test_folder_is_not_read() -> None:
    Path("data").mkdir()
    Path("data.d").mkdir()
    Path("folder").mkdir()
    assert encode_image("data") == "data", "valid base64 stays base64, whatever lies around"
    with pytest.raises(ImageFileError, match=r"Cannot read image file \./data: Is a directory"):
        encode_image("./data")
    with pytest.raises(ImageFileError, match="Cannot read image file folder: Is a directory"):
        encode_image("folder")
    with pytest.raises(ImageFileError, match="Cannot read image file data: Is a directory"):
        encode_image(Path("data"))
    with pytest.raises(ImageFileError, match=r"Cannot read image file data\.d: Is a directory"):
        encode_image("data.d")


def test_file_errors_survive_pickling() -> None:
    with pytest.raises(ImageFileNotFoundError) as caught:
        encode_image("x.png")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (ImageFileNotFoundError, "File x.png does not exist")


def test_unreadable_file_is_an_os_and_value_error(
    png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ImageFileError, match=r"image file cat\.png: Permission denied") as caught:
        encode_image("cat.png")
    assert isinstance(caught.value, OSError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("text", ["https://x.example/cat.png", "HTTP://x.example/abc"])
def test_web_addresses_are_not_downloaded(text: str) -> None:
    with pytest.raises(ValueError, match="web addresses are not downloaded"):
        encode_image(text)


@pytest.mark.parametrize(
    ("uri", "data"),
    [
        ("data:image/png;base64,AAEC", b"\0\1\2"),
        ("DATA:image/png;charset=x;BASE64,AAEC", b"\0\1\2"),
        ("  data:;base64,AA EC\n", b"\0\1\2"),
        ("data:;base64,AAEC%3D", b"\0\1\2"),
        ("data:;base64,-_8", b"\xfb\xff"),
        ("data:image/svg+xml,%3Csvg/%3E,x", b"<svg/>,x"),
        ("data:,", b""),
    ],
)
def test_data_uris_are_decoded(uri: str, data: bytes) -> None:
    assert encode_image(uri) == b64encode(data).decode()
    assert Image.from_data_uri(uri) == Image(value=data)


@pytest.mark.parametrize("uri", ["data:;base64,A", "data:;base64,@@@@", "data:;base64,é"])
def test_data_uri_with_bad_base64_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match=r"^Invalid image data, expected base64$"):
        encode_image(uri)


@pytest.mark.parametrize("uri", ["", "AAEC", "data:image/png;base64", "x data:,y"])
def test_from_data_uri_takes_nothing_else(uri: str) -> None:
    with pytest.raises(ValueError, match="expected a data URI"):
        Image.from_data_uri(uri)


# --- reading files named by text can be refused ---


@pytest.mark.parametrize("make", [str, held])
def test_named_file_is_not_read_when_paths_are_off(make: Callable[[str], Any], png: Path) -> None:
    Path("secret").write_bytes(b"password")
    with pytest.raises(ValueError, match="switched off"):
        encode_image(make("cat.png"), allow_paths=False)
    with pytest.raises(ValueError, match=INVALID):
        encode_images([make("secret")], allow_paths=False)
    with pytest.raises(ValueError, match="switched off") as missing:
        encode_image(make("other.png"), allow_paths=False)
    assert "does not exist" not in str(missing.value), "it would tell which files there are"


def test_explicit_paths_are_read_when_paths_are_off(png: Path) -> None:
    values: list[Any] = [png, OtherPath(), Image(value=png), Image.from_path("cat.png")]
    assert encode_images(values, allow_paths=False) == [PNG_TEXT] * 4


def test_from_base64_never_names_a_file() -> None:
    Path("abcd").write_bytes(PNG)
    assert Image.from_base64("abcd").model_dump() == "abcd"
    with pytest.raises(ValueError, match="expected base64"):
        Image.from_base64("cat.png")


def test_encoded_text_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    encoded = encode_image(b"\x89PNG picture")
    Path(encoded).write_bytes(b"a file of that name")
    for copied in (encoded, copy.deepcopy(encoded), pickle.loads(pickle.dumps(encoded))):
        assert encode_image(copied) == encoded
        assert Image(value=copied).model_dump() == encoded
    assert encode_image(str(encoded)) != encoded


def test_from_bytes_takes_only_bytes() -> None:
    for value in ("text", 5):
        with pytest.raises(ImageTypeError, match="must be bytes"):
            Image.from_bytes(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("data", [b"", b"root:x:0:0", b"<svg/>"])
def test_a_call_sends_only_pictures_and_sounds(data: bytes) -> None:
    Path("notes").write_bytes(data)
    uri = f"data:image/png;base64,{b64encode(data).decode()}"
    for value in (data, "notes", Path("notes"), BytesIO(data), Image(value=data), uri):
        with for_sending(None), pytest.raises(ValueError, match=r"bytes"):
            encode_image(value)
    for value in (data, "notes", Path("notes"), Image(value=data), uri):
        assert encode_image(value) == b64encode(data).decode(), "nothing is sent by this"
    with for_sending(None), pytest.raises(ValueError, match=INVALID):
        encode_image("")


@pytest.mark.parametrize("word", ["0", "off", "no", "false", " OFF "])
def test_each_word_switches_paths_off(
    word: str, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_ALLOW_IMAGE_PATHS", word)
    with pytest.raises(ValueError, match="switched off"):
        Image(value="cat.png").model_dump()
    with for_sending(True):
        assert Image(value="cat.png").model_dump() == PNG_TEXT


def test_tilde_is_the_home_folder(png: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(Path.cwd()))
    monkeypatch.setenv("USERPROFILE", str(Path.cwd()))
    Path("folder").mkdir()
    for value in ("~/cat.png", Path("~/cat.png"), Image.from_path("~/cat.png")):
        assert encode_image(value) == PNG_TEXT
    with pytest.raises(ImageFileError, match="Is a directory"):
        encode_image("~/folder")


# --- the class ---


def test_image_is_keyword_only_and_not_subscriptable() -> None:
    with pytest.raises(TypeError):
        Image(PNG)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError):
        Image()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError):
        Image(value=PNG)["value"]  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize("value", [PNG, PNG_TEXT, Path("cat.png")])
def test_image_keeps_its_value_and_can_be_copied(value: str | bytes | Path) -> None:
    image = Image(value=value)
    assert image.value == value
    for other in (copy.copy(image), copy.deepcopy(image), pickle.loads(pickle.dumps(image))):
        assert other == image
        assert other is not image


def test_image_equality_is_by_type_and_value() -> None:
    class Special(Image):
        pass

    assert Image(value=PNG) != Image(value=PNG_TEXT)
    assert Image(value=PNG) != PNG
    assert Image(value=PNG) != Special(value=PNG)
    assert Special(value=PNG) == Special(value=PNG)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Image(value=PNG))


def test_image_repr_does_not_show_the_data() -> None:
    assert repr(Image(value=b"secret")) == "Image(value=<6 bytes>)"
    assert repr(Image(value="c2VjcmV0")) == "Image(value=<8 characters>)"
    assert repr(Image(value=Path("a"))) == f"Image(value={Path('a')!r})"


def test_image_dump_methods(png: Path) -> None:
    image = Image(value="cat.png")
    assert image.model_dump(mode="json", exclude_none=True) == PNG_TEXT
    assert json.loads(image.model_dump_json(indent=2)) == PNG_TEXT


def test_image_is_read_when_dumped(png: Path) -> None:
    image = Image(value="cat.png")
    png.write_bytes(PNG + b"new")
    assert image.model_dump() == b64encode(PNG + b"new").decode()


def test_model_validate() -> None:
    image = Image(value=PNG)
    assert Image.model_validate(image) is image
    assert Image.model_validate({"value": PNG}) == image
    assert Image.model_validate(PNG) == image
    with pytest.raises(ImageTypeError):
        Image.model_validate({"other": PNG})


def test_image_is_a_field_of_a_pydantic_model() -> None:
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Post", image=(Image, ...), more=(list[Image], []))

    post = model(image=PNG, more=[PNG_TEXT, Image(value=PNG)])
    assert post.image == Image(value=PNG)
    assert post.model_dump() == {"image": PNG_TEXT, "more": [PNG_TEXT, PNG_TEXT]}
    again = model.model_validate_json(post.model_dump_json())
    assert again.model_dump() == post.model_dump()
    assert model.model_json_schema()["properties"]["image"]["type"] == "string"
    with pytest.raises(pydantic.ValidationError, match="an image must be"):
        model(image=5)
