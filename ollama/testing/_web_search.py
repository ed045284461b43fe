"""Web search by the server, for the responses and messages routes: several rounds per request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ollama.testing._app import App, Call
from ollama.testing._convert import function_tool
from ollama.testing._errors import ApiError
from ollama.testing._generation import chat_turn
from ollama.testing._output import Turn
from ollama.testing._service import search_results
from ollama.testing._wire import json_text

#: Maximum number of searches in one request.
_MOST_ROUNDS = 3
_NAME = "web_search"
_PARAMETERS = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": {"type": "string", "description": "What to search for"}},
}


@dataclass
class Search:
    """One search: its query, and its results or its error."""

    call_id: str
    query: str
    results: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    error: ApiError | None = None


@dataclass
class Round:
    """One turn of the model that requested a search, and the search."""

    turn: Turn
    search: Search


@dataclass
class Conversation:
    """The rounds with a search, and the model's last turn.

    If a search failed, ``last`` is the turn that requested it.
    """

    last: Turn
    rounds: list[Round] = field(default_factory=list[Round])

    @property
    def turns(self) -> list[Turn]:
        """All turns of the model, in order."""
        said = [one.turn for one in self.rounds]
        return said if self.failure is not None else [*said, self.last]

    @property
    def failure(self) -> ApiError | None:
        """The error of the last search, which ended the conversation, or None."""
        return self.rounds[-1].search.error if self.rounds else None


def web_search_tool() -> dict[str, Any]:
    """Return the native tool for web search."""
    return function_tool(_NAME, "Search the web for current information.", _PARAMETERS)


def converse(app: App, call: Call, native: dict[str, Any], *, searches: bool) -> Conversation:
    """Answer a native chat request.

    Args:
        app: State of the server.
        call: The request.
        native: The native chat request.
        searches: Whether to carry out the searches that the model requests.

    Raises:
        ApiError: The chat request is refused.
    """
    native = dict(native)
    talk = Conversation(chat_turn(app, call, native))
    while searches and len(talk.rounds) < _MOST_ROUNDS:
        wanted = _search_call(talk.last)
        if wanted is None:
            break
        search = _searched(app, wanted)
        talk.rounds.append(Round(talk.last, search))
        if search.error is not None:
            break
        native["messages"] = [*native["messages"], *_messages(talk.last, wanted, search)]
        talk.last = chat_turn(app, call, native)
    return talk


def _search_call(turn: Turn) -> dict[str, Any] | None:
    output = turn.output
    if output.fail_after is not None or output.cut_after is not None:
        return None
    return next((one for one in output.tool_calls if one["function"]["name"] == _NAME), None)


def _searched(app: App, call: dict[str, Any]) -> Search:
    query = str(call["function"]["arguments"].get("query", ""))
    search = Search(call["id"], query)
    try:
        app.require_cloud("web search is unavailable")
        search.results = search_results(query)
    except ApiError as error:
        search.error = error
    return search


def _messages(turn: Turn, call: dict[str, Any], search: Search) -> list[dict[str, Any]]:
    content = "".join(turn.output.content)
    return [
        {"role": "assistant", "content": content, "tool_calls": [call]},
        {
            "role": "tool",
            "content": json_text(search.results),
            "tool_name": _NAME,
            "tool_call_id": call["id"],
        },
    ]
