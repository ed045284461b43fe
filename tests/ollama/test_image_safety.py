"""Tests that no file is read because its name came from somebody else, in any way."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from ollama_client._runtime.errors import InvalidTypeError
from ollama_client._runtime.images import encode_image, encode_images

import ollama

PNG = b"\x89PNG\r\n\x1a\n secret picture"

_watched: list[str] = []
_opened: list[str] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _watched and str(arguments[0]) in _watched:
        _opened.append(str(arguments[0]))


sys.addaudithook(_audit)  # it cannot be removed, so all tests share it


class Server(httpx.MockTransport):
    """Answers every chat with a message of the user that has images."""

    def __init__(self, image: object = None) -> None:
        super().__init__(self.answer)
        self.image = image
        self.bodies: list[Any] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.bodies.append(body)
        message = {"role": "user", "content": "hi", "images": self.image}
        shown = {"message": message} if "messages" in body else {"response": "hi"}
        return httpx.Response(200, text=json.dumps({"model": "m", **shown, "done": True}) + "\n")


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.delenv("OLLAMA_ALLOW_IMAGE_PATHS", raising=False)
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    _watched.append(str(path))
    _opened.clear()
    yield str(path)
    _watched.clear()


def client_of(server: Server, **options: Any) -> ollama.Client:
    return ollama.Client("http://127.0.0.1:1", transport=server, **options)


# --- paths in answers of servers ---

COPIES: dict[str, Callable[[ollama.Message], Any]] = {
    "as it is": lambda message: message,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "model_copy": lambda message: message.model_copy(deep=True),
    "pickle": lambda message: pickle.loads(pickle.dumps(message)),
    "model_dump": lambda message: message.model_dump(),
    "to_dict": lambda message: message.to_dict(),
    "dict": dict,
    "made again": lambda message: ollama.Message(**message.model_dump()),
    "validated": lambda message: ollama.Message.model_validate(message.model_dump()),
    "images alone": lambda message: {"role": "user", "images": list(message.images or ())},
    "pickled dump": lambda message: pickle.loads(pickle.dumps(message.to_dict())),
}


@pytest.mark.parametrize("again", COPIES.values(), ids=COPIES)
def test_message_of_an_answer_names_no_file(again: Any, secret: str) -> None:
    server = Server([secret])
    client = client_of(server)
    for answer in (client.chat("m", "a"), next(iter(client.chat("m", "a", stream=True)))):
        client.chat("m", [again(answer.message)])
        assert server.bodies[-1]["messages"][0]["images"] == [secret]
    assert not _opened


def test_images_that_are_not_a_list_are_refused(secret: str) -> None:
    client = client_of(Server(secret))
    with pytest.raises(ollama.ResponseParseError, match=r"message\.images: expected a list"):
        client.chat("m", "a")
    assert not _opened


def test_whole_of_a_stream_names_no_file(secret: str) -> None:
    server = Server([secret])
    client = client_of(server)
    with client.chat("m", "a", stream=True) as stream:
        client.chat("m", [stream.get_final_response().message])
    chat = ollama.Chat("m", client=client)
    chat.send("a")
    chat.send("b")
    run = client.run_tools("m", "a", tools=[])
    client.run_tools("m", [*run.messages, {"role": "user", "content": "b"}], tools=[])
    ollama.Chat.from_json(chat.to_json(), client=client).send("c")
    assert not _opened


def test_async_answers_name_no_file(secret: str) -> None:
    server = Server([secret])

    async def main() -> None:
        async with ollama.AsyncClient("http://127.0.0.1:1", transport=server) as client:
            answer = await client.chat("m", "a")
            await client.chat("m", [answer.message])
            pieces = [piece async for piece in await client.chat("m", "a", stream=True)]
            await client.chat("m", [pieces[0].message])

    asyncio.run(main())
    assert not _opened


# --- images that callers got from others ---


def named(path: str) -> dict[str, Any]:
    return {"role": "user", "content": "x", "images": [path]}


IMAGE: Callable[[str], Any] = lambda path: ollama.Image(value=path)  # noqa: E731

WAYS: dict[str, Callable[[ollama.Client, str], Any]] = {
    "dict": lambda c, p: c.chat("m", [named(p)]),
    "dict of Image": lambda c, p: c.chat("m", [{**named(p), "images": [IMAGE(p)]}]),
    "one image": lambda c, p: c.chat("m", [{**named(p), "images": p}]),
    "stream": lambda c, p: list(c.chat("m", [named(p)], stream=True)),
    "Message": lambda c, p: c.chat("m", [ollama.Message(**named(p))]),
    "Message of Image": lambda c, p: c.chat("m", [ollama.Message(role="user", images=[IMAGE(p)])]),
    "Message from JSON": lambda c, p: c.chat(
        "m", [ollama.Message.model_validate_json(json.dumps(named(p)))]
    ),
    "part": lambda c, p: c.chat(
        "m", [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": p}}]}]
    ),
    "generate": lambda c, p: c.generate("m", "x", images=[p]),
    "generate of Image": lambda c, p: c.generate("m", "x", images=[IMAGE(p)]),
    "create": lambda c, p: c.create("n", from_="m", messages=[named(p)]),
    "create of Message": lambda c, p: c.create(
        "n", from_="m", messages=[ollama.Message(role="user", images=[IMAGE(p)])]
    ),
    "parse": lambda c, p: c.parse("m", [named(p)], format=int),
    "parse_generate": lambda c, p: c.parse_generate("m", "x", format=int, images=[IMAGE(p)]),
    "run_tools": lambda c, p: c.run_tools("m", [named(p)], tools=[]),
    "Chat.send": lambda c, p: ollama.Chat("m", client=c).send("x", images=[p]),
    "Chat of messages": lambda c, p: ollama.Chat("m", client=c, messages=[named(p)]),
    "Chat of Image": lambda c, p: ollama.Chat(
        "m", client=c, messages=[ollama.Message(role="user", images=[IMAGE(p)])]
    ),
    "extra_body": lambda c, p: c.chat("m", "x", extra_body={"images": [IMAGE(p)]}),
    "extra_body of Message": lambda c, p: c.chat(
        "m", "x", extra_body={"messages": [ollama.Message(role="user", images=[IMAGE(p)])]}
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_text_names_no_file_when_paths_are_off(way: Any, secret: str) -> None:
    server = Server()
    with pytest.raises(ValueError, match=r"switched off|expected base64"):
        way(client_of(server, allow_image_paths=False), secret)
    assert not _opened
    assert not server.bodies


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_files_that_are_no_pictures_are_not_sent(way: Any, secret: str) -> None:
    Path(secret).write_bytes(b"password")
    server = Server()
    with pytest.raises(ValueError, match=r"neither picture nor sound|switched off|base64"):
        way(client_of(server), secret)
    assert not server.bodies


def test_image_of_a_tool_is_never_read_from_a_file_that_text_names(secret: str) -> None:
    from ollama._tools.loop import _told  # pyright: ignore[reportPrivateUsage]

    for value in (IMAGE(secret), {"shown": IMAGE(secret)}, ollama.ToolResult("", [secret])):
        try:
            told = _told(value)
        except ValueError:
            continue
        assert not told.images
    assert not _opened


@pytest.mark.parametrize("function", [encode_image, encode_images])
def test_text_does_not_switch_paths_on(function: Any) -> None:
    with pytest.raises(InvalidTypeError, match="allow_paths: expected bool or None, got str 'no'"):
        function("aGVsbG8=", allow_paths="no")
