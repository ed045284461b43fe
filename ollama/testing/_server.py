"""OllamaServer: the public interface of the test server."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Generator, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from ollama_client import API_VERSION

from ollama.testing._app import Account, App, Source, release
from ollama.testing._control import Control, is_control
from ollama.testing._default_host import default_host
from ollama.testing._defaults import installed_models, registry_models
from ollama.testing._errors import ApiError
from ollama.testing._faults import Fault, FaultKind
from ollama.testing._http import HttpServer, Message
from ollama.testing._recorder import RecordedRequest, Recorder
from ollama.testing._recording import Recording
from ollama.testing._replay import Replay
from ollama.testing._routes import PROGRESS, TEXT, Dispatcher, is_route, scripted
from ollama.testing._script import Failure, Reply, ReplyFunction
from ollama.testing._store import Model, ModelStore, valid_name

_Function = TypeVar("_Function", bound=ReplyFunction)


class OllamaServer:
    """An Ollama server in this process, for tests. It needs no GPU, model files or network.

    It uses the real wire format over a real socket. Use it as a context manager::

        with OllamaServer() as server:
            server.reply("Hello!")
            ...  # talk to server.url

    Args:
        host: Address to bind. With the default, other machines cannot reach the server.
        port: Port to bind; 0 for a free one.
        models: Models to start with, as names or ``Model``. Default: one for each kind of work.
        registry: Models that ``pull`` finds, in addition to ``models`` and well-known ones.
        version: Answer of ``/api/version``. Default: the release in ``behaves_like``.
        behaves_like: The Ollama release to imitate where releases differ, such as ``"0.24"``.
            Default: the release of the API description.
        user: The signed-in account, such as ``{"name": "ada"}``; None means signed out.
        cloud_disabled: Refuse everything that needs the cloud.
        delay: Seconds before each chunk of a text, unless its reply has a delay.
        replay: A file of recorded exchanges. All requests are answered from it.
        record: A file for the exchanges with ``target``, which all requests are forwarded to. An
            existing file is replaced. Secrets are redacted.
        target: The server to record, in the format of OLLAMA_HOST.

    Raises:
        OSError: A file cannot be used.
        ValueError: An argument is invalid, or a file is not a recording.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        models: Iterable[Model | str] | None = None,
        registry: Iterable[Model | str] = (),
        version: str | None = None,
        behaves_like: str = API_VERSION,
        user: Mapping[str, Any] | None = None,
        cloud_disabled: bool = False,
        delay: float = 0.0,
        replay: str | PathLike[str] | None = None,
        record: str | PathLike[str] | None = None,
        target: str | None = None,
    ) -> None:
        given = installed_models() if models is None else list(map(_as_model, models))
        # The store lists models with equal times in reverse order of insertion.
        store = ModelStore(reversed(given), [*map(_as_model, registry), *_offered()])
        account = Account(None if user is None else dict(user), cloud_disabled)
        shown = release(behaves_like)
        self._app = App(store, account, version or ".".join(map(str, shown)), shown)
        if delay < 0:
            raise ValueError(f"delay must be 0 or more, got {delay}")
        self._app.delay = delay
        self._app.source = _source(replay, record, target)
        self._recorder = Recorder()
        self._wanted = (host, port)
        self._http: HttpServer | None = None

    # -- life cycle ------------------------------------------------------------------------------

    def start(self) -> OllamaServer:
        """Bind the socket, serve from background threads, and return the server itself.

        Raises:
            OSError: The address cannot be bound.
            RuntimeError: The server is already running.
        """
        if self._http is not None:
            raise RuntimeError("the server is already running")
        host, port = self._wanted
        loopback = _is_loopback(host)
        dispatcher = Dispatcher(self._app, self._recorder, Control(self), loopback=loopback)
        self._http = HttpServer(host, port, dispatcher, self._fault_for)
        self._http.start()
        return self

    def _fault_for(self, message: Message) -> Fault | None:
        if is_control(message.path):
            return None
        return self._app.script.take_fault(message.path, by_name=message.explains)

    def stop(self) -> None:
        """Close all connections and the socket. Does nothing if the server is not running."""
        http, self._http = self._http, None
        if http is not None:
            http.stop()
        if isinstance(self._app.source, Recording):
            self._app.source.close()

    def __enter__(self) -> OllamaServer:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base URL, such as ``http://127.0.0.1:50123``.

        Raises:
            RuntimeError: The server is not running.
        """
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """Address and port, in the format of OLLAMA_HOST.

        Raises:
            RuntimeError: The server is not running.
        """
        name, port = self._address()
        return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"

    @property
    def port(self) -> int:
        """The port in use.

        Raises:
            RuntimeError: The server is not running.
        """
        return self._address()[1]

    def _address(self) -> tuple[str, int]:
        if self._http is None:
            raise RuntimeError("the server is not running: use it in a with block or call start()")
        return self._http.address

    # -- scripts ---------------------------------------------------------------------------------

    def reply(
        self,
        text: str | None = None,
        *,
        thinking: str | None = None,
        tool_calls: Sequence[Mapping[str, Any]] = (),
        done_reason: str | None = None,
        done: bool = True,
        chunks: Sequence[str] | None = None,
        delay: float = 0.0,
        route: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Queue the model's reply to the next request for text.

        Used for generate, chat and the OpenAI and Anthropic routes. Requests that the real server
        would refuse are refused, and do not use the reply. ``options.stop`` and
        ``options.num_predict`` apply to the text.

        Args:
            text: The whole text. With None, the server derives a text from the prompt.
            thinking: Thinking, sent before the text.
            tool_calls: Each is ``{"name": ..., "arguments": {...}}`` or the wire format.
            done_reason: Replaces ``stop`` (or ``length``) on the last line.
            done: With False, answer like a server that stops a model because it repeats itself: a
                stream ends properly but without its last line, and an answer in one piece has
                ``done: false`` and no counts.
            chunks: The pieces to stream, instead of the words of ``text``.
            delay: Seconds before each chunk.
            route: Use the reply only for this path, such as ``/api/chat`` or ``/v1/messages``.
            times: Number of requests that get the reply; None for all later requests for which
                nothing else is queued.

        Raises:
            TypeError: A text is not a string.
            ValueError: ``chunks`` do not join to ``text``, a number is out of range, a tool call
                has no name, or ``route`` does not use replies.
        """
        said = Reply(
            text,
            thinking,
            tool_calls,
            done_reason,
            done,
            chunks,
            delay,
        )
        self._app.script.add_reply(said, scripted(route, TEXT), times)

    def fail(
        self,
        status: int,
        message: str,
        *,
        route: str | None = None,
        times: int | None = 1,
        **extra: Any,
    ) -> None:
        """Queue an error for the next request to any path except ``/``.

        Args:
            status: HTTP status, 400 to 599.
            message: The ``error`` text of the body.
            route: Fail only requests to this path, such as ``/api/embed``.
            times: Number of requests that fail; None for all later requests.
            extra: Additional keys of the body, such as ``signin_url``. They are not used on the
                OpenAI and Anthropic routes.

        Raises:
            ValueError: The status is not an error, the route does not exist, or ``times`` is less
                than 1.
        """
        if not 400 <= status <= 599:
            raise ValueError(f"status must be between 400 and 599, got {status}")
        if route is not None and not is_route(route):
            raise ValueError(f"the server has no route {route!r}")
        self._app.script.add_failure(Failure(status, message, extra), route, times)

    def fail_mid_stream(
        self,
        message: str,
        *,
        after: int = 1,
        delay: float = 0.0,
        route: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Queue a stream that ends with an error line after ``after`` chunks.

        Used for all routes for text, pull, push and create. The HTTP status stays 200. With
        ``after=0`` or ``stream: false``, it is a plain 500, as from the real server. On the OpenAI
        and Anthropic routes, the message is lost: the stream ends without its final event.

        Args:
            message: The ``error`` text of the line.
            after: Number of chunks before the error.
            delay: Seconds before each chunk.
            route: Fail only requests to this path, such as ``/api/chat``.
            times: Number of requests that fail; None for all later requests.

        Raises:
            ValueError: A number is out of range, or the route cannot fail in this way.
        """
        broken = Reply(
            chunks=_numbered_chunks(after), delay=delay, fail_after=after, fail_message=message
        )
        self._app.script.add_reply(broken, scripted(route, TEXT, PROGRESS), times)

    def cut(
        self,
        *,
        after: int = 1,
        clean: bool = False,
        delay: float = 0.0,
        route: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Queue a stream that is cut after ``after`` chunks.

        Used for all routes for text, pull, push and create. The connection is closed in the middle
        of the HTTP body. With ``clean=True``, the body ends properly, and only the last line of the
        stream is missing, which clients do not treat as an error.

        Args:
            after: Number of chunks before the cut.
            clean: Whether to end the HTTP body properly.
            delay: Seconds before each chunk.
            route: Cut only requests to this path, such as ``/api/chat``.
            times: Number of requests that are cut; None for all later requests.

        Raises:
            ValueError: A number is out of range, or the route cannot be cut.
        """
        broken = Reply(
            chunks=_numbered_chunks(after), delay=delay, cut_after=after, clean_cut=clean
        )
        self._app.script.add_reply(broken, scripted(route, TEXT, PROGRESS), times)

    def fault(
        self,
        kind: FaultKind,
        *,
        after: int = 0,
        delay: float = 0.0,
        data: bytes | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        route: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Queue a fault of the connection for the next request.

        A fault does not change the content of the answer. To do that, queue a reply after it.

        Args:
            kind: The fault:

                - ``reset``, ``close``: the connection is reset, or closed properly, after ``after``
                  bytes of the answer, including its head.
                - ``hang``: nothing is sent after that many bytes.
                - ``slow``: ``after`` bytes (default: 1) at a time, each after ``delay`` seconds.
                - ``garbage``: ``data`` instead of the answer. Default: bytes that are not HTTP.
                - ``surplus``: ``data`` after the answer. Default: another answer.
                - ``stale``: after the answer, the connection is closed when the next request on it
                  arrives.
                - ``respond``: an answer with ``status``, ``headers`` and the body ``data``.
                - ``early``: the same, before the body of the request was read. After ``delay``
                  seconds, the connection is reset. The request is not recorded.
            after: A number of bytes; see above.
            delay: Seconds; see above.
            data: Bytes; see above.
            status: HTTP status of ``respond`` and ``early``.
            headers: Headers of ``respond`` and ``early``.
            route: Only for requests to this path, which does not have to exist.
            times: Number of requests with the fault; None for all later requests.

        Raises:
            ValueError: The kind is unknown, or a number is out of range.
        """
        fault = Fault(kind, after, delay, data, status, dict(headers or {}))
        self._app.script.add_fault(fault, route, times)

    @contextlib.contextmanager
    def refusing(self) -> Generator[None, None, None]:
        """Refuse connections during a ``with`` block. Open connections are closed.

        Raises:
            RuntimeError: The server is not running.
        """
        wanted, self._wanted = self._wanted, self._address()
        self.stop()
        try:
            yield
        finally:
            self.start()
            self._wanted = wanted

    @contextlib.contextmanager
    def as_default(self) -> Generator[OllamaServer, None, None]:
        """Make this the default server during a ``with`` block.

        It is used by the functions of ``ollama``, by ``Chat()``, and by clients without a host or
        with the default address, whether they were created before the block or inside it. For other
        programs and libraries, OLLAMA_HOST is set. Everything is restored afterward.

        Raises:
            RuntimeError: The server is not running.
        """
        with default_host(self.url):
            yield self

    def on_chat(self, function: _Function) -> _Function:
        """Answer chat requests with a function if there is no queued reply. Usable as a decorator.

        Args:
            function: Called in a connection thread, with the body of each request. Requests to the
                OpenAI and Anthropic routes are converted to the native form. It returns a Reply, a
                Failure, a text, or None for the server's own answer.

        Returns:
            The function.
        """
        self._app.on_chat = function
        return function

    def on_generate(self, function: _Function) -> _Function:
        """Answer generate requests and ``/v1/completions`` with a function.

        Args:
            function: The function; see ``on_chat``.

        Returns:
            The function.
        """
        self._app.on_generate = function
        return function

    @property
    def pending(self) -> int:
        """Number of queued outcomes that have not been used. One without a limit counts once."""
        return self._app.script.pending

    # -- state -----------------------------------------------------------------------------------

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests so far, oldest first, in a new list."""
        return self._recorder.all()

    def wait_for_requests(self, count: int = 1, timeout: float = 5.0) -> bool:
        """Wait until requests have arrived.

        Args:
            count: Total number of requests to wait for, including earlier ones.
            timeout: Maximum number of seconds to wait.

        Returns:
            Whether that many requests have arrived.
        """
        return self._recorder.wait_for(count, timeout)

    def reset(self) -> None:
        """Remove recorded requests, queued outcomes and functions. Models are kept."""
        self._recorder.clear()
        self._app.script.clear()
        self._app.on_chat = self._app.on_generate = None

    @property
    def models(self) -> list[Model]:
        """The stored models, newest first."""
        return self._app.store.newest_first()

    def add_model(self, model: Model | str) -> Model:
        """Store a model, as if it had been created.

        Args:
            model: The model, or the name of a text model with tools.

        Returns:
            The model, with its full name.

        Raises:
            ValueError: The name is not a valid model name.
        """
        return self._app.store.put(_as_model(model))

    def offer_model(self, model: Model | str) -> None:
        """Make a model available to ``pull``, under every tag of its name.

        Args:
            model: The model, or the name of a text model with tools.

        Raises:
            ValueError: The name is not a valid model name.
        """
        self._app.store.offer(_as_model(model))

    @property
    def user(self) -> dict[str, Any] | None:
        """The signed-in account; None if signed out."""
        return self._app.account.user

    @user.setter
    def user(self, user: Mapping[str, Any] | None) -> None:
        self._app.account.user = None if user is None else dict(user)


def _as_model(model: Model | str) -> Model:
    made = Model(model) if isinstance(model, str) else model
    try:
        valid_name(made.name)
    except ApiError as error:
        raise ValueError(f"{error.message}: {made.name!r}") from None
    return made


def _source(
    replay: str | PathLike[str] | None, record: str | PathLike[str] | None, target: str | None
) -> Source | None:
    if (record is None) != (target is None):
        raise ValueError("record and target must be used together: a file, and the server")
    if record is not None and replay is not None:
        raise ValueError("replay and record cannot be used together")
    if replay is not None:
        return Replay(Path(replay))
    return Recording(target, Path(record)) if record is not None and target is not None else None


def _offered() -> list[Model]:
    return [*installed_models(), *registry_models()]


def _numbered_chunks(count: int) -> list[str]:
    if count < 0:
        raise ValueError(f"after must be 0 or more, got {count}")
    return [f"chunk {number} " for number in range(count)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
