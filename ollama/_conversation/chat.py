"""Owns the base of `Chat` and `AsyncChat`: history, exchanges, saving and loading."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, ClassVar, Generic, TypeVar, cast

import attrs
from ollama_client._runtime.images import for_sending
from ollama_client._runtime.model import is_mapping, to_wire
from ollama_client.errors import StreamStoppedError
from ollama_client.models import ChatResponse, Message
from ollama_client.types import received_base64

from ollama._arguments import Format, Messages, Tools
from ollama._conversation.history import CHARACTERS_PER_TOKEN, measured, newest
from ollama._core import requests
from ollama._core.lazy import Self, Unpack
from ollama._methods.settings import ChatSettings
from ollama._output.formats import OutputType
from ollama._tools.events import assistant_message
from ollama._tools.loop import Plan, Rules, Toolbox, read_messages
from ollama._tools.run import NOTHING, LoopState

#: Version of the format that `to_json` writes. Other versions are refused.
_VERSION = 1

_RULES = tuple(field.name for field in attrs.fields(Rules))

#: Settings that are not saved: functions, secrets, and settings that belong to this program.
_UNSAVED = ("approve", "on_event", "extra_headers", "timeout")

_SETTINGS = tuple(ChatSettings.__annotations__)

LoopT = TypeVar("LoopT", bound=LoopState)


@attrs.define(eq=False)
class Exchange(Generic[LoopT]):
    """A message of the user, and the answers to it."""

    said: list[Message]
    streams: bool
    has_begun: bool = False
    final: ChatResponse | None = None
    """The last answer, once it has arrived."""
    loop: LoopT = attrs.field(init=False)
    prompt: list[Message] = attrs.field(init=False)

    def begin(self, loop: LoopT) -> None:
        """Fix the messages that are sent."""
        self.loop, self.has_begun = loop, True
        self.prompt = list(loop.plan.messages)

    def stop(self) -> None:
        """Stop the running loop, if any."""
        if self.has_begun:
            self.loop.stop()

    @property
    def stream(self) -> Any:
        """The stream of the current turn, or of the last one."""
        return self.loop.answer if self.has_begun else NOTHING

    @property
    def answered(self) -> list[Message]:
        """The messages that followed, in whole turns."""
        return self.loop.plan.messages[len(self.prompt) :]


class BaseChat(Generic[LoopT]):
    """The parts of a chat that do not wait for the server."""

    KIND: ClassVar[str]
    _LOOP: ClassVar[Any]

    def __init__(
        self,
        model: str,
        *,
        system: str | None = None,
        messages: Messages = None,
        tools: Tools = None,
        format: Format = None,
        max_history_tokens: int | None = None,
        client: Any = None,
        **settings: Unpack[ChatSettings],
    ) -> None:
        """Create a conversation. Nothing is sent yet.

        Args:
            model: Name of the model.
            system: System message, sent before all others.
            messages: Earlier messages, in any form that `chat` accepts.
            tools: Tools that the model may call, in any form that `run_tools` accepts.
            format: Format of the answers, as for `chat`. `answer.parsed` has the parsed value.
            max_history_tokens: Maximum number of history tokens to send. The oldest turns are left
                out. Default: everything is sent, and the server drops what is too long.
            client: The client that sends the messages. Default: for a `Chat`, the shared client of
                this package; for an `AsyncChat`, a new one.
            **settings: Other arguments of `run_tools`, used for every message, such as options,
                think, keep_alive, approve and on_event.

        Raises:
            ValueError: An argument cannot be used. Also a `RequestError`.
            TypeError: A setting is unknown, or a tool cannot be described.
        """
        given = cast("dict[str, Any]", settings)
        own = ("system", "messages", "tools", "format", "max_history_tokens", "client")
        requests.demand_keywords(type(self).__name__, given, _SETTINGS, own)
        if max_history_tokens is not None:
            requests.demand_count("max_history_tokens", max_history_tokens, 1)
        self.model = requests.model_name(model)
        """Name of the model. You may change it between messages."""
        self.max_history_tokens = max_history_tokens
        """Maximum number of history tokens to send; None for all."""
        self.client = self._checked(client)
        """The client that sends the messages."""
        self.messages: list[Message] = self._read(messages)
        """The whole history, with the system message first. You may change it between messages."""
        if system is not None:
            self.messages[:0] = self._read({"role": "system", "content": system})
        self._toolbox = Toolbox(tools)
        self._output = None if format is None else OutputType.of(format)
        self._rules = Rules(**{name: given[name] for name in _RULES if name in given})
        with for_sending(getattr(self.client, "_allow_image_paths", None)):
            self._settings = _wire_settings(given)
        self._characters_per_token = CHARACTERS_PER_TOKEN
        self._is_busy = False

    def _checked(self, client: Any) -> Any:
        """Return a client of the kind that this chat needs: the given one, or the default."""
        if client is None:
            package = import_module("ollama")
            return package._client if self.KIND == "sync" else package.AsyncClient()
        is_client = callable(getattr(client, "chat", None)) and not isinstance(client, type)
        if not is_client or getattr(client, "KIND", self.KIND) != self.KIND:
            expected = {"sync": "a Client", "async": "an AsyncClient"}[self.KIND]
            raise TypeError(requests.unexpected("client", expected, client))
        return client

    def _read(self, messages: Any) -> list[Message]:
        return read_messages(messages, getattr(self.client, "_allow_image_paths", None))

    def _history(self) -> list[Message]:
        """Return the history, after replacing any mappings in it by messages."""
        for index, message in enumerate(cast("list[Any]", self.messages)):
            if not isinstance(message, Message):
                self.messages[index : index + 1] = self._read([message])
        return self.messages

    # ------------------------------------------------------------------ one exchange

    def _exchange(self, message: Any, images: Any, *, stream: bool = False) -> Exchange[LoopT]:
        if images is not None:
            message = {"role": "user", "content": message, "images": images}
        return Exchange(self._read(message), stream)

    def _plan(self, said: list[Message]) -> Plan:
        history = [*self._history(), *said]
        sent = newest(history, self.max_history_tokens, self._characters_per_token)
        return Plan(sent, self._toolbox, self._output, self._rules)

    @contextmanager
    def _carried_out(self, exchange: Exchange[LoopT]) -> Generator[LoopT, None, None]:
        """Yield the loop of an exchange, and add the exchange to the history at its end.

        A failed exchange is not added. If one is interrupted, its whole turns and its partial text
        are added.
        """
        if self._is_busy:
            raise RuntimeError("the chat is busy: read its last stream to the end, or close it")
        self._is_busy = True
        try:
            plan = self._plan(exchange.said)
            settings = {name: it for name, it in self._settings.items() if name not in _RULES}
            chat = {"model": self.model, **settings}
            exchange.begin(self._LOOP(self.client, plan, chat, stream=exchange.streams))
            yield exchange.loop
            exchange.final = exchange.loop.plan.responses[-1]
            self._keep(exchange)
        except BaseException as error:
            if isinstance(error, StreamStoppedError) or not isinstance(error, Exception):
                self._keep_partly(exchange)  # It was closed, cancelled or interrupted.
            raise
        finally:
            self._is_busy = False

    def _keep(self, exchange: Exchange[LoopT]) -> None:
        """Add an exchange to the history, and measure it."""
        self.messages += [*exchange.said, *exchange.answered]
        tools, first = self._toolbox.definitions, exchange.loop.plan.responses[0]
        if counted := measured(exchange.prompt, tools, first):
            self._characters_per_token = counted

    def _keep_partly(self, exchange: Exchange[LoopT]) -> None:
        if not exchange.has_begun:
            return
        answered, partial = exchange.answered, exchange.loop.partial
        if partial is not None and (partial.text or assistant_message(partial).thinking):
            fields = {**assistant_message(partial).to_dict(), "tool_calls": None}
            answered += self._read(fields)
        if answered:
            self.messages += [*exchange.said, *answered]

    # ------------------------------------------------------------------ saving and loading

    def to_json(self) -> str:
        """Return the chat as JSON text: model, history, definitions of tools, format and settings.

        Functions (tools, approve, on_event), extra_headers, timeout and the client are not saved.
        Images are saved as base64 text.

        Raises:
            TypeError: A setting cannot be written as JSON.
            ValueError: An item in the history is not a valid message.
        """
        saved = {
            "version": _VERSION,
            "model": self.model,
            "messages": [message.to_dict() for message in self._history()],
            "tools": self._toolbox.definitions,
            "format": None if self._output is None else self._output.schema,
            "max_history_tokens": self.max_history_tokens,
            "characters_per_token": self._characters_per_token,
            "settings": {
                name: value for name, value in self._settings.items() if name not in _UNSAVED
            },
        }
        return json.dumps(saved, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        tools: Tools = None,
        format: Format = None,
        client: Any = None,
        **settings: Unpack[ChatSettings],
    ) -> Self:
        """Restore a chat from the text that `to_json` returned. It sends the same requests.

        Args:
            text: The text that `to_json` returned.
            tools: The tools, because functions are not saved. Pass [] to continue without them.
            format: The type of the answers, for `answer.parsed`. Default: the saved schema is sent,
                and answers are parsed as JSON.
            client: The client that sends the messages, as for a new chat.
            **settings: Settings that replace the saved ones.

        Raises:
            ValueError: The text is not a saved chat, or it had tools and `tools` is None.
            TypeError: A setting is unknown, or a tool cannot be described.
        """
        saved = _read_saved(text)
        if saved["tools"] and tools is None:
            names = ", ".join(Toolbox(saved["tools"]).names)
            raise ValueError(f"tools: the chat was saved with {names}; pass them again, or pass []")
        given = cast("ChatSettings", {**saved["settings"], **settings})
        chat = cls(
            saved["model"],
            tools=tools,
            format=saved["format"] if format is None else format,
            max_history_tokens=saved["max_history_tokens"],
            client=client,
            **given,
        )
        # The file may be untrusted: an image in it must not be the path of a local file.
        received = [
            {**item, "images": received_base64(item.get("images"))} if is_mapping(item) else item
            for item in saved["messages"]
        ]
        chat.messages = read_messages(received, False)
        chat._characters_per_token = saved["characters_per_token"]
        return chat

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the chat to a file, in the format of `to_json`.

        Args:
            path: The file. An existing one is replaced.

        Raises:
            OSError: The file cannot be written.
            TypeError: A setting cannot be written as JSON.
            ValueError: An item in the history is not a valid message, or not valid Unicode.
        """
        data = self.to_json().encode()  # Created first, so that an error leaves no empty file.
        Path(path).write_bytes(data)

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        tools: Tools = None,
        format: Format = None,
        client: Any = None,
        **settings: Unpack[ChatSettings],
    ) -> Self:
        """Restore a chat from a file that `save` wrote.

        Args:
            path: The file.
            tools: See `from_json`.
            format: See `from_json`.
            client: See `from_json`.
            **settings: See `from_json`.

        Raises:
            OSError: The file cannot be read.
            ValueError: The file is not a saved chat, or it had tools and `tools` is None.
            TypeError: A setting is unknown, or a tool cannot be described.
        """
        text = Path(path).read_text(encoding="utf-8")
        return cls.from_json(text, tools=tools, format=format, client=client, **settings)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {self.model}: {len(self.messages)} messages>"


# ---------------------------------------------------------------------- settings


def _wire_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings in the form that is sent, which can be written as JSON."""
    settings = {name: to_wire(value) for name, value in given.items()}
    if "options" in settings:
        settings["options"] = to_wire(requests.options(given["options"]))
    if "keep_alive" in settings:
        settings["keep_alive"] = requests.keep_alive(given["keep_alive"])
    return settings


_SAVED: dict[str, type | tuple[type, ...]] = {
    "model": str,
    "messages": list,
    "tools": list,
    "format": (str, dict, NoneType),
    "max_history_tokens": (int, NoneType),
    "settings": dict,
    "characters_per_token": (int, float),
}


def _read_saved(text: str | bytes) -> dict[str, Any]:
    try:
        saved: Any = json.loads(text)
    except ValueError as error:
        raise ValueError(f"expected a saved chat, got invalid JSON: {error}") from error
    if not is_mapping(saved) or "version" not in saved:
        raise ValueError(f"expected a saved chat, got {type(saved).__name__}")
    if saved["version"] != _VERSION:
        raise ValueError(f"the saved chat has an unsupported version: {saved['version']!r}")
    for name, kind in _SAVED.items():
        if not isinstance(saved.get(name), kind):
            raise ValueError(f"the saved chat has an invalid {name!r}: {saved.get(name)!r}")
    # The file may be untrusted: it must not set the headers that are sent, or the client.
    if unknown := saved["settings"].keys() - (set(_SETTINGS) - set(_UNSAVED)):
        raise ValueError(f"the saved chat has an unknown setting {min(unknown)!r}")
    return {**dict.fromkeys(_SAVED), **saved}
