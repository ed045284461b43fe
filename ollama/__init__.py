"""A Python client for Ollama, compatible with the official `ollama` package.

`chat`, `generate`, `embed` and the other functions of this module are methods of one shared
`Client`, which reads the environment (`OLLAMA_HOST`, `OLLAMA_API_KEY`) when it is first used.
Importing this module loads nothing else: every name is loaded when it is first asked for.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ollama._client import AsyncClient, Client
    from ollama._conversation.chat import AsyncChat as AsyncChat
    from ollama._conversation.chat import Chat as Chat
    from ollama._conversation.stream import AsyncChatStream as AsyncChatStream
    from ollama._conversation.stream import ChatStream as ChatStream
    from ollama._core.stream import AsyncResponseStream as AsyncResponseStream
    from ollama._core.stream import ResponseStream as ResponseStream
    from ollama._output.parse import AsyncParsedStream as AsyncParsedStream
    from ollama._output.parse import OutputError as OutputError
    from ollama._output.parse import OutputTruncatedError as OutputTruncatedError
    from ollama._output.parse import OutputValidationError as OutputValidationError
    from ollama._output.parse import ParsedStream as ParsedStream
    from ollama._output.parse import PartialOutput as PartialOutput
    from ollama._tools.arguments import ToolArgumentsError as ToolArgumentsError
    from ollama._tools.events import TextEvent as TextEvent
    from ollama._tools.events import ThinkingEvent as ThinkingEvent
    from ollama._tools.events import ToolCallEvent as ToolCallEvent
    from ollama._tools.events import ToolIterationLimitError as ToolIterationLimitError
    from ollama._tools.events import ToolLoopError as ToolLoopError
    from ollama._tools.events import ToolResultEvent as ToolResultEvent
    from ollama._tools.events import ToolRunEvent as ToolRunEvent
    from ollama._tools.events import ToolRunResult as ToolRunResult
    from ollama._tools.events import TurnEvent as TurnEvent
    from ollama._tools.events import UnknownToolError as UnknownToolError
    from ollama._tools.run import AsyncToolRun as AsyncToolRun
    from ollama._tools.run import ToolRun as ToolRun
    from ollama._tools.tool import FunctionTool as FunctionTool
    from ollama._tools.tool import ToolError as ToolError
    from ollama._tools.tool import ToolResult as ToolResult
    from ollama._tools.tool import tool as tool
    from ollama._types import Attempt as Attempt
    from ollama._types import (
        ChatResponse,
        EmbeddingsResponse,
        EmbedResponse,
        GenerateResponse,
        Image,
        ListResponse,
        Message,
        Options,
        ProcessResponse,
        ProgressResponse,
        RequestError,
        ResponseError,
        ShowResponse,
        StatusResponse,
        SystemOneAnswer,
        SystemOneChoiceAnswer,
        SystemOneChoiceQuestion,
        SystemOneContent,
        SystemOneNoulAnswer,
        SystemOneNoulQuestion,
        SystemOneQuestion,
        SystemOneRequest,
        SystemOneResponse,
        SystemOneScoreAnswer,
        SystemOneScoreQuestion,
        SystemOneUsage,
        Tool,
        WebFetchResponse,
        WebSearchResponse,
    )
    from ollama._types import Usage as Usage
    from ollama._types import VersionResponse as VersionResponse

    # What is loaded lazily cannot be seen by type checkers: the functions are the methods of a
    # client that exists for them only.
    _client: Client
    _shared = Client()
    chat = _shared.chat
    copy = _shared.copy
    create = _shared.create
    delete = _shared.delete
    embed = _shared.embed
    embeddings = _shared.embeddings
    generate = _shared.generate
    parse = _shared.parse
    parse_generate = _shared.parse_generate
    ps = _shared.ps
    pull = _shared.pull
    push = _shared.push
    run_tools = _shared.run_tools
    show = _shared.show
    systemone = _shared.systemone
    version = _shared.version
    web_fetch = _shared.web_fetch
    web_search = _shared.web_search
    list = _shared.list

from ._version import __version__ as __version__

_CLIENTS = ("AsyncClient", "Client")

#: The methods of the shared client that are functions of this module.
_FUNCTIONS = (
    "chat",
    "copy",
    "create",
    "delete",
    "embed",
    "embeddings",
    "generate",
    "list",
    "parse",
    "parse_generate",
    "ps",
    "pull",
    "push",
    "run_tools",
    "show",
    "systemone",
    "version",
    "web_fetch",
    "web_search",
)

#: Names beyond the official ones, which a star import therefore leaves out, and their modules.
_MORE = {
    "AsyncChat": "_conversation.chat",
    "AsyncChatStream": "_conversation.stream",
    "AsyncParsedStream": "_output.parse",
    "AsyncResponseStream": "_core.stream",
    "AsyncToolRun": "_tools.run",
    "Attempt": "_types",
    "Chat": "_conversation.chat",
    "ChatStream": "_conversation.stream",
    "FunctionTool": "_tools.tool",
    "OutputError": "_output.parse",
    "OutputTruncatedError": "_output.parse",
    "OutputValidationError": "_output.parse",
    "ParsedStream": "_output.parse",
    "PartialOutput": "_output.parse",
    "ResponseStream": "_core.stream",
    "TextEvent": "_tools.events",
    "ThinkingEvent": "_tools.events",
    "ToolArgumentsError": "_tools.arguments",
    "ToolCallEvent": "_tools.events",
    "ToolError": "_tools.tool",
    "ToolIterationLimitError": "_tools.events",
    "ToolLoopError": "_tools.events",
    "ToolResult": "_tools.tool",
    "ToolResultEvent": "_tools.events",
    "ToolRun": "_tools.run",
    "ToolRunEvent": "_tools.events",
    "ToolRunResult": "_tools.events",
    "TurnEvent": "_tools.events",
    "UnknownToolError": "_tools.events",
    "Usage": "_types",
    "VersionResponse": "_types",
    "tool": "_tools.tool",
}

# The functions are left out: a star import must not hide builtins such as `list`.
__all__ = [
    "AsyncClient",
    "ChatResponse",
    "Client",
    "EmbedResponse",
    "EmbeddingsResponse",
    "GenerateResponse",
    "Image",
    "ListResponse",
    "Message",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "RequestError",
    "ResponseError",
    "ShowResponse",
    "StatusResponse",
    "SystemOneAnswer",
    "SystemOneChoiceAnswer",
    "SystemOneChoiceQuestion",
    "SystemOneContent",
    "SystemOneNoulAnswer",
    "SystemOneNoulQuestion",
    "SystemOneQuestion",
    "SystemOneRequest",
    "SystemOneResponse",
    "SystemOneScoreAnswer",
    "SystemOneScoreQuestion",
    "SystemOneUsage",
    "Tool",
    "WebFetchResponse",
    "WebSearchResponse",
]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(_adopt_shared_client(), name)
    if name in __all__ or name in _MORE:
        module = "_client" if name in _CLIENTS else _MORE.get(name, "_types")
        value = globals()[name] = getattr(_load(module), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> Iterable[str]:
    return sorted({*globals(), *__all__, *_MORE, *_FUNCTIONS, "_client"})


def _load(module: str) -> ModuleType:
    """Import a module of this package, if it is ours."""
    import_module("._core.clash", __name__).demand_own_files()
    return import_module(f".{module}", __name__)


def _adopt_shared_client() -> Client:
    """Make the shared client, once, and its methods functions of this module."""
    module = sys.modules[__name__].__dict__
    if "_shared_client" not in module:
        # Importing the submodule ends in the setter below, which comes here again; so may other
        # threads, and no lock can be held across an import: the first client to be set stays.
        made = _load("_client").Client.lazily()
        client = module.setdefault("_shared_client", made)
        if client is made:
            atexit.register(made._close_if_open)
        for name in _FUNCTIONS:
            module.setdefault(name, getattr(client, name))
    shared: Client = module["_shared_client"]
    return shared


class _Package(ModuleType):
    """This module: `ollama._client` is the shared client, though a submodule has that name.

    Programs use both: the attribute for the client, `from ollama._client import ...` for the
    module. The import system sets the attribute to the module; this class keeps it the client.
    """

    @property
    def _client(self) -> Client:
        return _adopt_shared_client()

    @_client.setter
    def _client(self, value: Any) -> None:
        if isinstance(value, ModuleType):
            _adopt_shared_client()
        else:
            self.__dict__["_shared_client"] = value


sys.modules[__name__].__class__ = _Package
