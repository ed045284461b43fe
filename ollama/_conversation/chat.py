"""Owns what both kinds of `Chat` share: history, exchanges of messages, saving and loading."""

from __future__ import annotations

import json
import os
import sys
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
from ollama._methods.settings import ChatSettings
from ollama._output.formats import OutputType
from ollama._tools.events import assistant_message
from ollama._tools.loop import Plan, Rules, Toolbox, read_messages
from ollama._tools.run import NOTHING, LoopState

if sys.version_info >= (3, 11):
    from typing import Self, Unpack
else:
    from typing_extensions import Self, Unpack

#: Of what `to_json` writes; another one is refused.
_VERSION = 1

_RULES = tuple(field.name for field in attrs.fields(Rules))

#: Settings that are not saved: functions, and what belongs to this program or is secret.
_UNSAVED = ("approve", "on_event", "extra_headers", "timeout")

_SETTINGS = tuple(ChatSettings.__annotations__)


LoopT = TypeVar("LoopT", bound=LoopState)


@attrs.define(eq=False)
class Exchange(Generic[LoopT]):
    """What is said by the user, and what comes of it."""

    said: list[Message]
    streams: bool
    has_begun: bool = False
    final: ChatResponse | None = None
    """The last answer, once it is there."""
    loop: LoopT = attrs.field(init=False)
    prompt: list[Message] = attrs.field(init=False)

    def begin(self, loop: LoopT) -> None:
        """Settle what is sent."""
        self.loop, self.has_begun = loop, True
        self.prompt = list(loop.plan.messages)

    def stop(self) -> None:
        """End what is going on."""
        if self.has_begun:
            self.loop.stop()

    @property
    def stream(self) -> Any:
        """The stream of the turn that is going on, or of the last one."""
        return self.loop.answer if self.has_begun else NOTHING

    @property
    def answered(self) -> list[Message]:
        """The messages that have come since, in whole turns."""
        return self.loop.plan.messages[len(self.prompt) :]


class BaseChat(Generic[LoopT]):
    """What both kinds of chat share: everything but waiting."""

    KIND: ClassVar[str]

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
        """Begin a conversation; nothing is sent.

        Args:
            model: Name of the model.
            system: What the model is told before all else.
            messages: What has been said already, as `chat` takes it.
            tools: What the model may call, as `run_tools` takes it.
            format: The shape of the answers, as `chat` takes it; `answer.parsed` is an object of
                it.
            max_history_tokens: How many tokens of history are sent at most; the oldest turns are
                left out. Default: all is sent, and the server drops what is too long.
            client: Sends the messages. Default: for a `Chat` the client that the functions of this
                package share, for an `AsyncChat` one of its own.
            **settings: Other arguments of `run_tools`, the same for every message: options, think,
                keep_alive, approve, on_event and so on.

        Raises:
            ValueError: An argument cannot be used; also a `RequestError`.
            TypeError: A setting is unknown, or a tool cannot be described.
        """
        given = cast("dict[str, Any]", settings)
        own = ("system", "messages", "tools", "format", "max_history_tokens", "client")
        requests.demand_keywords(type(self).__name__, given, _SETTINGS, own)
        if max_history_tokens is not None:
            requests.demand_count("max_history_tokens", max_history_tokens, 1)
        self.model = requests.model_name(model)
        """Name of the model; may be changed between messages."""
        self.max_history_tokens = max_history_tokens
        """How many tokens of history are sent at most; None for all."""
        self.client = self._default_client() if client is None else self._checked(client)
        """Sends the messages."""
        self.messages: list[Message] = self._read(messages)
        """All that has been said, a system message first; may be changed between messages."""
        if system is not None:
            self.messages[:0] = self._read({"role": "system", "content": system})
        self._toolbox = Toolbox(tools)
        self._output = None if format is None else OutputType.of(format)
        self._rules = Rules(**{name: given[name] for name in _RULES if name in given})
        with for_sending(getattr(self.client, "_allow_image_paths", None)):
            self._settings = _wire_settings(given)
        self._characters_per_token = CHARACTERS_PER_TOKEN
        self._is_busy = False

    def _default_client(self) -> Any:
        package = import_module("ollama")
        return package._client if self.KIND == "sync" else package.AsyncClient()

    def _checked(self, client: Any) -> Any:
        """Return a client, if it is of the kind of this chat."""
        is_client = callable(getattr(client, "chat", None)) and not isinstance(client, type)
        if not is_client or getattr(client, "KIND", self.KIND) != self.KIND:
            expected = {"sync": "a Client", "async": "an AsyncClient"}[self.KIND]
            raise TypeError(requests.unexpected("client", expected, client))
        return client

    def _read(self, messages: Any) -> list[Message]:
        return read_messages(messages, getattr(self.client, "_allow_image_paths", None))

    def _history(self) -> list[Message]:
        """Return the history; what was put into it as mappings is read first, in its place."""
        for index, message in enumerate(cast("list[Any]", self.messages)):
            if not isinstance(message, Message):
                self.messages[index : index + 1] = self._read([message])
        return self.messages

    # ------------------------------------------------------------------ one exchange

    def _exchange(self, message: Any, images: Any, *, stream: bool = False) -> Exchange[LoopT]:
        """Check what the user says."""
        if images is not None:
            message = {"role": "user", "content": message, "images": images}
        return Exchange(self._read(message), stream)

    def _plan(self, said: list[Message]) -> Plan:
        history = [*self._history(), *said]
        sent = newest(history, self.max_history_tokens, self._characters_per_token)
        return Plan(sent, self._toolbox, self._output, self._rules)

    def _arguments(self) -> dict[str, Any]:
        """Return the arguments of `chat` that every turn has."""
        sent = {name: value for name, value in self._settings.items() if name not in _RULES}
        return {"model": self.model, **sent}

    @contextmanager
    def _carried_out(self, exchange: Exchange[LoopT]) -> Generator[LoopT, None, None]:
        """Give the loop of an exchange, and take the exchange into the history at its end.

        One that fails leaves no trace. Of one that is broken off, whole turns and begun text stay.
        """
        if self._is_busy:
            raise RuntimeError("the chat is busy: read its last stream to the end, or close it")
        self._is_busy = True
        try:
            exchange.begin(self._loop(self._plan(exchange.said), stream=exchange.streams))
            yield exchange.loop
            exchange.final = exchange.loop.plan.responses[-1]
            self._keep(exchange)
        except StreamStoppedError:
            self._keep_partly(exchange)
            raise
        except Exception:
            raise
        except BaseException:  # closed, cancelled or interrupted
            self._keep_partly(exchange)
            raise
        finally:
            self._is_busy = False

    def _loop(self, plan: Plan, *, stream: bool) -> LoopT:
        raise NotImplementedError

    def _keep(self, exchange: Exchange[LoopT]) -> None:
        """Take an exchange into the history, and measure it."""
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
        """Return the chat as JSON: model, history, format and settings.

        Functions, credentials and the client are left out: tools, approve, on_event,
        extra_headers, timeout. Images are base64 text.

        Raises:
            TypeError: A setting cannot be written as JSON.
            ValueError: What was put into the history is no message.
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
        """Return the chat that `to_json` wrote; what it sends is the same.

        Args:
            text: What `to_json` returned.
            tools: The tools again, since functions are not saved; [] goes on without them.
            format: The type of the answers again, for `answer.parsed`; else the saved schema is
                sent, and answers are parsed as JSON.
            client: As when a chat is made.
            **settings: In place of the saved ones.

        Raises:
            ValueError: The text is no saved chat, or the chat had tools and none are given.
        """
        saved = _read_saved(text)
        if saved["tools"] and tools is None:
            names = ", ".join(Toolbox(saved["tools"]).names)
            raise ValueError(f"tools: the chat was saved with {names}; give them again, or []")
        given = cast("ChatSettings", {**saved["settings"], **settings})
        chat = cls(
            saved["model"],
            tools=tools,
            format=saved["format"] if format is None else format,
            max_history_tokens=saved["max_history_tokens"],
            client=client,
            **given,
        )
        # A file may come from others: what it calls an image must not name one to be read.
        received = [
            {**item, "images": received_base64(item.get("images"))} if is_mapping(item) else item
            for item in saved["messages"]
        ]
        chat.messages = read_messages(received, False)
        chat._characters_per_token = saved["characters_per_token"]
        return chat

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write what `to_json` returns to a file.

        Raises:
            OSError: The file cannot be written.
            TypeError: A setting cannot be written as JSON.
            ValueError: What was put into the history is no message, or no Unicode text.
        """
        data = self.to_json().encode()  # before the file is opened, and what it has is gone
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
        """Return the chat that `save` wrote; the arguments are those of `from_json`.

        Raises:
            OSError: The file cannot be read.
            ValueError: The file is no saved chat, or the chat had tools and none are given.
        """
        text = Path(path).read_text(encoding="utf-8")
        return cls.from_json(text, tools=tools, format=format, client=client, **settings)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {self.model}: {len(self.messages)} messages>"


# ---------------------------------------------------------------------- settings


def _wire_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as they are sent, so that they can be written as JSON."""
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
    """Return what `to_json` wrote.

    Raises:
        ValueError: The text is something else, or of a newer version.
    """
    try:
        saved: Any = json.loads(text)
    except ValueError as error:
        raise ValueError(f"expected a saved chat, got no JSON: {error}") from error
    if not is_mapping(saved) or "version" not in saved:
        raise ValueError(f"expected a saved chat, got {type(saved).__name__}")
    if saved["version"] != _VERSION:
        raise ValueError(f"the chat was saved by another version: {saved['version']!r}")
    for name, kind in _SAVED.items():
        if not isinstance(saved.get(name), kind):
            raise ValueError(f"the saved chat has no valid {name!r}: {saved.get(name)!r}")
    # A file may come from others: it must not say what headers are sent, or which client is used.
    if unknown := saved["settings"].keys() - (set(_SETTINGS) - set(_UNSAVED)):
        raise ValueError(f"the saved chat has an unknown setting {min(unknown)!r}")
    return {**dict.fromkeys(_SAVED), **saved}
