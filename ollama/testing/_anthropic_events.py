"""The Anthropic messages route: builds its answers and the events of its streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ollama.testing._convert import usage_of
from ollama.testing._events import EVENT_STREAM, NO_CACHE, chunks_of, event
from ollama.testing._http import Stream
from ollama.testing._output import CACHED, Output, Turn
from ollama.testing._web_search import Conversation, Search
from ollama.testing._wire import json_text

_REASONS = {"stop": "end_turn", "length": "max_tokens"}


class Reply:
    """One answer: its content blocks and the object that contains them."""

    def __init__(self, number: int, model: str, talk: Conversation) -> None:
        self._number = number
        self._model = model
        self.talk = talk

    def whole(self) -> dict[str, Any]:
        """Return the complete answer. Its ``content`` is null if there are no blocks."""
        blocks: list[dict[str, Any]] = []
        for one in self.talk.rounds:
            said = one.turn.output
            blocks += self._said(Output(said.thinking, said.content))
            blocks += search_blocks(one.search)
        if self.talk.failure is None:
            blocks += self._said(self.talk.last.output)
        usage = _usage(self.talk.turns)
        return {**self.head(), "content": blocks or None, **self.reason(), "usage": usage}

    def _said(self, said: Output) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = []
        if said.thinking:
            blocks.append({"type": "thinking", "thinking": "".join(said.thinking)})
        if said.content:
            blocks.append({"type": "text", "text": "".join(said.content)})
        return [*blocks, *map(tool_use, said.tool_calls)]

    def head(self) -> dict[str, Any]:
        """Return the keys before ``content``."""
        return {
            "id": f"msg_{self._number:024x}",
            "type": "message",
            "role": "assistant",
            "model": self._model,
        }

    def reason(self) -> dict[str, Any]:
        """Return the ``stop_reason`` member, or an empty dict if the model has not stopped."""
        if self.talk.failure is not None:
            return {"stop_reason": "end_turn"}
        output = self.talk.last.output
        if output.tool_calls:
            return {"stop_reason": "tool_use"}
        known = _REASONS.get(output.done_reason, "stop_sequence")
        return {"stop_reason": known} if output.done_reason else {}


def tool_use(call: dict[str, Any]) -> dict[str, Any]:
    """Return the block of a tool call."""
    function = call["function"]
    return {
        "type": "tool_use",
        "id": call["id"],
        "name": function["name"],
        "input": function["arguments"],
    }


def search_blocks(search: Search) -> list[dict[str, Any]]:
    """Return two blocks: the search and its results."""
    call_id = f"srvtoolu_{search.call_id}"
    asked = {
        "type": "server_tool_use",
        "id": call_id,
        "name": "web_search",
        "input": {"query": search.query},
    }
    found: Any = [
        {"type": "web_search_result", "url": page["url"], "title": page["title"]}
        for page in search.results
    ]
    if search.error is not None:
        found = {"type": "web_search_tool_result_error", "error_code": "unavailable"}
    return [asked, {"type": "web_search_tool_result", "tool_use_id": call_id, "content": found}]


class Events:
    """Turns an answer into events. A block stays open until content of another kind follows."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._index = 0
        self._open = ""
        self._started = False

    def thinking(self, piece: str) -> bytes:
        """Return the events for a piece of reasoning."""
        start = self._opened("thinking", {"type": "thinking", "thinking": ""})
        return start + self._delta({"type": "thinking_delta", "thinking": piece})

    def content(self, piece: str) -> bytes:
        """Return the events for a piece of text."""
        start = self._opened("text", {"type": "text", "text": ""})
        return start + self._delta({"type": "text_delta", "text": piece})

    def tool_call(self, call: dict[str, Any]) -> bytes:
        """Return the events for a complete tool call. Its arguments are sent in one piece."""
        block = tool_use(call)
        return self._call(block)

    def end(self) -> bytes:
        """Return the last events, which contain the stop reason and the usage."""
        closed = self._begun() + self._closed()
        usage = _usage(self._reply.talk.turns)
        reason = self._reply.reason()
        return b"".join(
            (
                closed,
                _event("message_delta", delta=reason, usage=usage),
                _event("message_stop"),
            )
        )

    def broken(self) -> bytes:
        """Return nothing, because the stream just ends."""
        return b""

    def rounds(self) -> Iterator[bytes]:
        """Yield the events for all rounds before the model's last turn."""
        for one in self._reply.talk.rounds:
            said = one.turn.output
            yield from chunks_of(Output(said.thinking, said.content), self)
            asked, found = search_blocks(one.search)
            yield self._call(asked) + self._block(found)

    def failed_stream(self) -> Stream:
        """Return the stream for an answer that ends with a failed search."""

        def parts() -> Iterator[bytes]:
            yield from self.rounds()
            yield self.end()

        return Stream(filter(None, parts()), EVENT_STREAM, headers=NO_CACHE)

    def _call(self, block: dict[str, Any]) -> bytes:
        arguments = {"type": "input_json_delta", "partial_json": json_text(block["input"])}
        start = self._begun() + self._closed()
        start += _event(
            "content_block_start", index=self._index, content_block={**block, "input": {}}
        )
        self._open = block["type"]
        return start + self._delta(arguments) + self._closed()

    def _block(self, block: dict[str, Any]) -> bytes:
        start = _event("content_block_start", index=self._index, content_block=block)
        self._open = block["type"]
        return start + self._closed()

    def _begun(self) -> bytes:
        if self._started:
            return b""
        self._started = True
        usage = {**_usage(self._reply.talk.turns[:1]), "output_tokens": 0}
        message: dict[str, Any] = {**self._reply.head(), "content": [], "usage": usage}
        return _event("message_start", message=message)

    def _opened(self, kind: str, block: dict[str, Any]) -> bytes:
        start = self._begun()
        if self._open == kind:
            return start
        start += self._closed()
        self._open = kind
        return start + _event("content_block_start", index=self._index, content_block=block)

    def _closed(self) -> bytes:
        if not self._open:
            return b""
        self._open = ""
        stop = _event("content_block_stop", index=self._index)
        self._index += 1
        return stop

    def _delta(self, delta: dict[str, Any]) -> bytes:
        return _event("content_block_delta", index=self._index, delta=delta)


def _event(kind: str, **data: Any) -> bytes:
    return event({"type": kind, **data}, kind)


def _usage(turns: Sequence[Turn]) -> dict[str, int]:
    read, cached, written = usage_of(turns)
    known = any(CACHED in turn.numbers for turn in turns)
    return {
        "input_tokens": read - cached,
        **({"cache_read_input_tokens": cached} if known else {}),
        "output_tokens": written,
    }
