"""The OpenAI responses route: builds its answers and the events of its streams."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from ollama.testing._convert import usage_of
from ollama.testing._events import EVENT_STREAM, NO_CACHE, chunks_of, event
from ollama.testing._http import Stream
from ollama.testing._output import Output
from ollama.testing._web_search import Conversation, Search
from ollama.testing._wire import json_text, without_empty


class Response:
    """One response: its items and the object that contains them."""

    def __init__(self, number: int, request: dict[str, Any], talk: Conversation) -> None:
        self._number = number
        self._request = request
        self._talk = talk
        self._created = int(time.time())

    def whole(self) -> dict[str, Any]:
        """Return the complete response."""
        output: list[dict[str, Any]] = []
        for one in self._talk.rounds:
            output += self._said(one.turn.output, len(output), searched=True)
            output.append(self.search(one.search, len(output), "completed"))
        output += self._said(self._talk.last.output, len(output))
        return self.wrapped("completed", output)

    def compaction(self) -> dict[str, Any]:
        """Return a compacted conversation."""
        text = "".join(self._talk.last.output.content)
        item = {"id": f"cmp_{self._number}_0", "type": "compaction", "encrypted_content": text}
        return {"object": "response.compaction", "output": [item], "usage": self._usage()}

    def _said(self, said: Output, index: int, *, searched: bool = False) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        if said.thinking:
            items.append(self.reasoning(index, "".join(said.thinking)))
        if said.content or not (searched or said.tool_calls):
            items.append(self.message(index + len(items), "".join(said.content)))
        for call in () if searched else said.tool_calls:
            items.append(self.function_call(index + len(items), call))
        return items

    def reasoning(self, index: int, text: str) -> dict[str, Any]:
        """Return a reasoning item."""
        item = {"id": f"rs_{self._number}_{index}", "type": "reasoning"}
        summary = [{"type": "summary_text", "text": text}]
        return {**item, "summary": summary, "encrypted_content": text}

    def message(self, index: int, text: str) -> dict[str, Any]:
        """Return a message item."""
        return {
            "id": f"msg_{self._number}_{index}",
            "type": "message",
            "status": "completed",
            "role": "assistant",
            "content": [output_text(text)],
        }

    def function_call(self, index: int, call: dict[str, Any]) -> dict[str, Any]:
        """Return a function call item."""
        function = call["function"]
        return {
            "id": f"fc_{self._number}_{index}",
            "type": "function_call",
            "status": "completed",
            "call_id": call["id"],
            "name": function["name"],
            "arguments": json_text(function["arguments"]),
        }

    def search(self, search: Search, index: int, status: str) -> dict[str, Any]:
        """Return a web search item."""
        return {
            "id": f"ws_{self._number}_{index}",
            "type": "web_search_call",
            "status": status,
            "action": {"type": "search", "query": search.query},
        }

    def wrapped(self, status: str, output: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the complete object. Most of its members are constant or repeat the request."""
        request, failure = self._request, self._talk.failure if status == "failed" else None
        return {
            "id": f"resp_{self._number}",
            "object": "response",
            "created_at": self._created,
            "completed_at": int(time.time()) if status == "completed" else None,
            "status": status,
            "incomplete_details": None,
            "model": request.get("model", ""),
            "previous_response_id": None,
            "instructions": request.get("instructions") or None,
            "output": output,
            "error": failure and {"code": "server_error", "message": failure.message},
            "tools": [_shown_tool(tool) for tool in request.get("tools", [])],
            "tool_choice": "auto",
            "truncation": request.get("truncation", "disabled"),
            "parallel_tool_calls": True,
            "text": {"format": request.get("text", {}).get("format") or {"type": "text"}},
            "top_p": request.get("top_p", 1.0),
            "presence_penalty": 0,
            "frequency_penalty": 0,
            "top_logprobs": 0,
            "temperature": request.get("temperature", 1.0),
            "reasoning": self._reasoning(),
            "usage": self._usage() if status == "completed" else None,
            "max_output_tokens": request.get("max_output_tokens"),
            "max_tool_calls": None,
            "store": False,
            "background": request.get("background", False),
            "service_tier": "default",
            "metadata": {},
            "safety_identifier": None,
            "prompt_cache_key": None,
        }

    def _reasoning(self) -> dict[str, Any] | None:
        given = self._request.get("reasoning", {})
        shown = without_empty({key: given.get(key) for key in ("effort", "summary")})
        return shown or None

    def _usage(self) -> dict[str, Any]:
        read, cached, written = usage_of(self._talk.turns)
        return {
            "input_tokens": read,
            "output_tokens": written,
            "total_tokens": read + written,
            "input_tokens_details": {"cached_tokens": cached},
            "output_tokens_details": {"reasoning_tokens": 0},
        }


def output_text(text: str) -> dict[str, Any]:
    """Return a text part of a message."""
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _shown_tool(tool: dict[str, Any]) -> dict[str, Any]:
    names = ["name", "description", "strict", "parameters", "execution", "defer_loading"]
    given = {name: tool[name] for name in names if tool.get(name) is not None}
    nested = [_shown_tool(one) for one in tool.get("tools", ())]
    return {"type": tool.get("type", ""), **given, **without_empty({"tools": nested})}


class Events:
    """Turns a response into numbered events.

    An item stays open until content of another kind follows.
    """

    def __init__(self, response: Response) -> None:
        self._response = response
        self._sequence = 0
        self._items: list[dict[str, Any]] = []
        self._open = ""
        self._texts: list[str] = []

    def thinking(self, piece: str) -> bytes:
        """Return the events for a piece of reasoning."""
        start = self._opened("reasoning", self._response.reasoning(self._index, ""))
        self._texts.append(piece)
        place = {**self._place("reasoning"), "summary_index": 0}
        return start + self._event("reasoning_summary_text.delta", **place, delta=piece)

    def content(self, piece: str) -> bytes:
        """Return the events for a piece of text."""
        start = self._opened("message", self._response.message(self._index, ""))
        self._texts.append(piece)
        place = {**self._place("message"), "content_index": 0}
        return start + self._event("output_text.delta", **place, delta=piece, logprobs=[])

    def tool_call(self, call: dict[str, Any]) -> bytes:
        """Return the events for a complete tool call."""
        start = self._begun() + self.close()
        item = self._response.function_call(self._index, call)
        place = {"item_id": item["id"], "output_index": self._index}
        arguments = item["arguments"]
        begun = {**item, "status": "in_progress", "arguments": ""}
        return b"".join(
            (
                start,
                self._added(begun),
                self._event("function_call_arguments.delta", **place, delta=arguments),
                self._event("function_call_arguments.done", **place, arguments=arguments),
                self._done(item),
            )
        )

    def end(self) -> bytes:
        """Return the last events. A response without content has an empty message."""
        start = self._begun()
        has_called = bool(self._items) and self._items[-1]["type"] == "function_call"
        if self._open != "message" and not has_called:
            start += self._opened("message", self._response.message(self._index, ""))
        closed = start + self.close()
        whole = self._response.wrapped("completed", self._items)
        return closed + self._event("completed", response=whole)

    def broken(self) -> bytes:
        """Return nothing, because the stream just ends."""
        return b""

    def rounds(self, talk: Conversation) -> Iterator[bytes]:
        """Yield the events for all rounds before the model's last turn."""
        for one in talk.rounds:
            said = one.turn.output
            yield from chunks_of(Output(said.thinking, said.content), self)
            yield self._begun() + self.close() + self._searched(one.search)

    def failed_stream(self, talk: Conversation) -> Stream:
        """Return the stream for a conversation that ends with a failed search."""

        def parts() -> Iterator[bytes]:
            yield from self.rounds(talk)
            failed = self._response.wrapped("failed", self._items)
            yield self._event("failed", response=failed)

        return Stream(filter(None, parts()), EVENT_STREAM, headers=NO_CACHE)

    def close(self) -> bytes:
        """Return the events that complete the open item, if any."""
        if not self._open:
            return b""
        text = "".join(self._texts)
        kind, self._open, self._texts = self._open, "", []
        if kind == "reasoning":
            place = {**self._place(kind), "summary_index": 0}
            done = self._event("reasoning_summary_text.done", **place, text=text)
            return done + self._done(self._response.reasoning(self._index, text))
        place = {**self._place(kind), "content_index": 0}
        done = self._event("output_text.done", **place, text=text, logprobs=[])
        done += self._event("content_part.done", **place, part=output_text(text))
        return done + self._done(self._response.message(self._index, text))

    @property
    def _index(self) -> int:
        return len(self._items)

    def _event(self, name: str, **data: Any) -> bytes:
        kind = f"response.{name}"
        made = event({"type": kind, "sequence_number": self._sequence, **data}, kind)
        self._sequence += 1
        return made

    def _begun(self) -> bytes:
        if self._sequence:
            return b""
        response = self._response.wrapped("in_progress", [])
        return self._event("created", response=response) + self._event(
            "in_progress", response=response
        )

    def _opened(self, kind: str, item: dict[str, Any]) -> bytes:
        start = self._begun()
        if self._open == kind:
            return start
        start += self.close()
        self._open = kind
        if kind == "reasoning":
            return start + self._added({"id": item["id"], "type": "reasoning", "summary": []})
        start += self._added({**item, "status": "in_progress", "content": []})
        place = {**self._place(kind), "content_index": 0}
        return start + self._event("content_part.added", **place, part=output_text(""))

    def _place(self, kind: str) -> dict[str, Any]:
        make = self._response.reasoning if kind == "reasoning" else self._response.message
        return {"item_id": make(self._index, "")["id"], "output_index": self._index}

    def _added(self, item: dict[str, Any]) -> bytes:
        return self._event("output_item.added", output_index=self._index, item=item)

    def _done(self, item: dict[str, Any]) -> bytes:
        done = self._event("output_item.done", output_index=self._index, item=item)
        self._items.append(item)
        return done

    def _searched(self, search: Search) -> bytes:
        item = self._response.search(search, self._index, "in_progress")
        place = {"item_id": item["id"], "output_index": self._index}
        status = "completed" if search.error is None else "failed"
        parts = [
            self._added(item),
            self._event("web_search_call.in_progress", **place),
            self._event("web_search_call.searching", **place),
        ]
        if search.error is None:
            parts.append(self._event("web_search_call.completed", **place))
        parts.append(self._done({**item, "status": status}))
        return b"".join(parts)
