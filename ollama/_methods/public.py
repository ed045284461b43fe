# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The public names of `ollama` and their modules, for lazy loading and for type checkers."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` would take longer than all of this package

if TYPE_CHECKING:
    from ollama_client.errors import BadGatewayError as BadGatewayError
    from ollama_client.errors import BadRequestError as BadRequestError
    from ollama_client.errors import ClientClosedRequestError as ClientClosedRequestError
    from ollama_client.errors import ConnectError as ConnectError
    from ollama_client.errors import ConnectTimeout as ConnectTimeout
    from ollama_client.errors import ContentDecodingError as ContentDecodingError
    from ollama_client.errors import DeadlineExceeded as DeadlineExceeded
    from ollama_client.errors import DisconnectedError as DisconnectedError
    from ollama_client.errors import ForbiddenError as ForbiddenError
    from ollama_client.errors import GatewayTimeoutError as GatewayTimeoutError
    from ollama_client.errors import IncompleteBodyError as IncompleteBodyError
    from ollama_client.errors import IncompleteStreamError as IncompleteStreamError
    from ollama_client.errors import InternalServerError as InternalServerError
    from ollama_client.errors import InvalidHTTPRequestError as InvalidHTTPRequestError
    from ollama_client.errors import InvalidRequestError as InvalidRequestError
    from ollama_client.errors import MalformedHTTPError as MalformedHTTPError
    from ollama_client.errors import NameNotFoundError as NameNotFoundError
    from ollama_client.errors import NotFoundError as NotFoundError
    from ollama_client.errors import NotJSONError as NotJSONError
    from ollama_client.errors import NotSupportedError as NotSupportedError
    from ollama_client.errors import OllamaError as OllamaError
    from ollama_client.errors import PayloadTooLargeError as PayloadTooLargeError
    from ollama_client.errors import PoolTimeout as PoolTimeout
    from ollama_client.errors import ProxyError as ProxyError
    from ollama_client.errors import ReadTimeout as ReadTimeout
    from ollama_client.errors import RedirectError as RedirectError
    from ollama_client.errors import RefusedError as RefusedError
    from ollama_client.errors import ResponseParseError as ResponseParseError
    from ollama_client.errors import ResponseTooLargeError as ResponseTooLargeError
    from ollama_client.errors import ServiceUnavailableError as ServiceUnavailableError
    from ollama_client.errors import StreamStoppedError as StreamStoppedError
    from ollama_client.errors import TLSError as TLSError
    from ollama_client.errors import TooManyRequestsError as TooManyRequestsError
    from ollama_client.errors import TransportError as TransportError
    from ollama_client.errors import UnauthorizedError as UnauthorizedError
    from ollama_client.errors import UnsupportedProtocolError as UnsupportedProtocolError
    from ollama_client.errors import WriteTimeout as WriteTimeout

    from ollama._async.chat import AsyncChat as AsyncChat
    from ollama._async.chat import AsyncChatStream as AsyncChatStream
    from ollama._async.parse import AsyncParsedStream as AsyncParsedStream
    from ollama._async.stream import AsyncResponseStream as AsyncResponseStream
    from ollama._async.tools import AsyncToolRun as AsyncToolRun
    from ollama._async_client import AsyncClient as AsyncClient
    from ollama._batch.results import BatchProgress as BatchProgress
    from ollama._batch.results import BatchResult as BatchResult
    from ollama._client import Client as Client
    from ollama._client import ResponseLimits as ResponseLimits
    from ollama._core.context import PromptCutWarning as PromptCutWarning
    from ollama._core.hints import SpellingWarning as SpellingWarning
    from ollama._core.progress import TransferProgress as TransferProgress
    from ollama._core.raw import RawResponse as RawResponse
    from ollama._modelfile.modelfile import Modelfile as Modelfile
    from ollama._modelfile.text import ModelfileError as ModelfileError
    from ollama._output.parse import Attempt as Attempt
    from ollama._output.parse import OutputError as OutputError
    from ollama._output.parse import OutputTruncatedError as OutputTruncatedError
    from ollama._output.parse import OutputValidationError as OutputValidationError
    from ollama._output.parse import PartialOutput as PartialOutput
    from ollama._sync.chat import Chat as Chat
    from ollama._sync.chat import ChatStream as ChatStream
    from ollama._sync.parse import ParsedStream as ParsedStream
    from ollama._sync.stream import ResponseStream as ResponseStream
    from ollama._sync.tools import ToolRun as ToolRun
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
    from ollama._tools.tool import FunctionTool as FunctionTool
    from ollama._tools.tool import ToolArgumentsError as ToolArgumentsError
    from ollama._tools.tool import ToolError as ToolError
    from ollama._tools.tool import ToolResult as ToolResult
    from ollama._tools.tool import tool as tool
    from ollama._types import ChatResponse as ChatResponse
    from ollama._types import EmbeddingsResponse as EmbeddingsResponse
    from ollama._types import EmbedResponse as EmbedResponse
    from ollama._types import GenerateResponse as GenerateResponse
    from ollama._types import Image as Image
    from ollama._types import ListResponse as ListResponse
    from ollama._types import Message as Message
    from ollama._types import Options as Options
    from ollama._types import ProcessResponse as ProcessResponse
    from ollama._types import ProgressResponse as ProgressResponse
    from ollama._types import RequestError as RequestError
    from ollama._types import ResponseError as ResponseError
    from ollama._types import ShowResponse as ShowResponse
    from ollama._types import StatusResponse as StatusResponse
    from ollama._types import SystemOneAnswer as SystemOneAnswer
    from ollama._types import SystemOneChoiceAnswer as SystemOneChoiceAnswer
    from ollama._types import SystemOneChoiceQuestion as SystemOneChoiceQuestion
    from ollama._types import SystemOneContent as SystemOneContent
    from ollama._types import SystemOneNoulAnswer as SystemOneNoulAnswer
    from ollama._types import SystemOneNoulQuestion as SystemOneNoulQuestion
    from ollama._types import SystemOneQuestion as SystemOneQuestion
    from ollama._types import SystemOneRequest as SystemOneRequest
    from ollama._types import SystemOneResponse as SystemOneResponse
    from ollama._types import SystemOneScoreAnswer as SystemOneScoreAnswer
    from ollama._types import SystemOneScoreQuestion as SystemOneScoreQuestion
    from ollama._types import SystemOneUsage as SystemOneUsage
    from ollama._types import Tool as Tool
    from ollama._types import Usage as Usage
    from ollama._types import VersionResponse as VersionResponse
    from ollama._types import WebFetchResponse as WebFetchResponse
    from ollama._types import WebSearchResponse as WebSearchResponse

    # Type checkers cannot see names that are loaded lazily. For them, the functions are methods of
    # a client that only exists for this purpose.
    _shared = Client()
    chat = _shared.chat
    chat_many = _shared.chat_many
    copy = _shared.copy
    create = _shared.create
    delete = _shared.delete
    embed = _shared.embed
    embed_many = _shared.embed_many
    embeddings = _shared.embeddings
    ensure = _shared.ensure
    exists = _shared.exists
    generate = _shared.generate
    is_running = _shared.is_running
    list = _shared.list
    load = _shared.load
    parse = _shared.parse
    parse_generate = _shared.parse_generate
    ps = _shared.ps
    pull = _shared.pull
    push = _shared.push
    run_tools = _shared.run_tools
    show = _shared.show
    systemone = _shared.systemone
    unload = _shared.unload
    version = _shared.version
    wait_until_ready = _shared.wait_until_ready
    web_fetch = _shared.web_fetch
    web_search = _shared.web_search

#: The methods of the shared client that are functions of the module.
FUNCTIONS = (
    "chat",
    "chat_many",
    "copy",
    "create",
    "delete",
    "embed",
    "embed_many",
    "embeddings",
    "ensure",
    "exists",
    "generate",
    "is_running",
    "list",
    "load",
    "parse",
    "parse_generate",
    "ps",
    "pull",
    "push",
    "run_tools",
    "show",
    "systemone",
    "unload",
    "version",
    "wait_until_ready",
    "web_fetch",
    "web_search",
)

#: The modules of all other names.
MODULES = {
    "AsyncChat": "._async.chat",
    "AsyncChatStream": "._async.chat",
    "AsyncClient": "._async_client",
    "AsyncParsedStream": "._async.parse",
    "AsyncResponseStream": "._async.stream",
    "AsyncToolRun": "._async.tools",
    "Attempt": "._output.parse",
    "BadGatewayError": "ollama_client.errors",
    "BadRequestError": "ollama_client.errors",
    "BatchProgress": "._batch.results",
    "BatchResult": "._batch.results",
    "Chat": "._sync.chat",
    "ChatResponse": "._types",
    "ChatStream": "._sync.chat",
    "Client": "._client",
    "ClientClosedRequestError": "ollama_client.errors",
    "ConnectError": "ollama_client.errors",
    "ConnectTimeout": "ollama_client.errors",
    "ContentDecodingError": "ollama_client.errors",
    "DeadlineExceeded": "ollama_client.errors",
    "DisconnectedError": "ollama_client.errors",
    "EmbedResponse": "._types",
    "EmbeddingsResponse": "._types",
    "ForbiddenError": "ollama_client.errors",
    "FunctionTool": "._tools.tool",
    "GatewayTimeoutError": "ollama_client.errors",
    "GenerateResponse": "._types",
    "Image": "._types",
    "IncompleteBodyError": "ollama_client.errors",
    "IncompleteStreamError": "ollama_client.errors",
    "InternalServerError": "ollama_client.errors",
    "InvalidHTTPRequestError": "ollama_client.errors",
    "InvalidRequestError": "ollama_client.errors",
    "ListResponse": "._types",
    "MalformedHTTPError": "ollama_client.errors",
    "Message": "._types",
    "Modelfile": "._modelfile.modelfile",
    "ModelfileError": "._modelfile.text",
    "NameNotFoundError": "ollama_client.errors",
    "NotFoundError": "ollama_client.errors",
    "NotJSONError": "ollama_client.errors",
    "NotSupportedError": "ollama_client.errors",
    "OllamaError": "ollama_client.errors",
    "Options": "._types",
    "OutputError": "._output.parse",
    "OutputTruncatedError": "._output.parse",
    "OutputValidationError": "._output.parse",
    "ParsedStream": "._sync.parse",
    "PartialOutput": "._output.parse",
    "PayloadTooLargeError": "ollama_client.errors",
    "PoolTimeout": "ollama_client.errors",
    "ProcessResponse": "._types",
    "ProgressResponse": "._types",
    "PromptCutWarning": "._core.context",
    "ProxyError": "ollama_client.errors",
    "RawResponse": "._core.raw",
    "ReadTimeout": "ollama_client.errors",
    "RedirectError": "ollama_client.errors",
    "RefusedError": "ollama_client.errors",
    "RequestError": "._types",
    "ResponseError": "._types",
    "ResponseLimits": "._client",
    "ResponseParseError": "ollama_client.errors",
    "ResponseStream": "._sync.stream",
    "ResponseTooLargeError": "ollama_client.errors",
    "ServiceUnavailableError": "ollama_client.errors",
    "ShowResponse": "._types",
    "SpellingWarning": "._core.hints",
    "StatusResponse": "._types",
    "StreamStoppedError": "ollama_client.errors",
    "SystemOneAnswer": "._types",
    "SystemOneChoiceAnswer": "._types",
    "SystemOneChoiceQuestion": "._types",
    "SystemOneContent": "._types",
    "SystemOneNoulAnswer": "._types",
    "SystemOneNoulQuestion": "._types",
    "SystemOneQuestion": "._types",
    "SystemOneRequest": "._types",
    "SystemOneResponse": "._types",
    "SystemOneScoreAnswer": "._types",
    "SystemOneScoreQuestion": "._types",
    "SystemOneUsage": "._types",
    "TLSError": "ollama_client.errors",
    "TextEvent": "._tools.events",
    "ThinkingEvent": "._tools.events",
    "TooManyRequestsError": "ollama_client.errors",
    "Tool": "._types",
    "ToolArgumentsError": "._tools.tool",
    "ToolCallEvent": "._tools.events",
    "ToolError": "._tools.tool",
    "ToolIterationLimitError": "._tools.events",
    "ToolLoopError": "._tools.events",
    "ToolResult": "._tools.tool",
    "ToolResultEvent": "._tools.events",
    "ToolRun": "._sync.tools",
    "ToolRunEvent": "._tools.events",
    "ToolRunResult": "._tools.events",
    "TransferProgress": "._core.progress",
    "TransportError": "ollama_client.errors",
    "TurnEvent": "._tools.events",
    "UnauthorizedError": "ollama_client.errors",
    "UnknownToolError": "._tools.events",
    "UnsupportedProtocolError": "ollama_client.errors",
    "Usage": "._types",
    "VersionResponse": "._types",
    "WebFetchResponse": "._types",
    "WebSearchResponse": "._types",
    "WriteTimeout": "ollama_client.errors",
    "tool": "._tools.tool",
}

#: The names that a star import imports: the official types. Functions would hide builtins such as
#: `list`.
STAR = [
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
