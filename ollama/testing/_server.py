"""OllamaServer: the public face of the test server, its life cycle and its scripts."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Generator, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

from ollama_client import API_VERSION

from ollama.testing._app import Account, App, release
from ollama.testing._defaults import installed_models, registry_models
from ollama.testing._errors import ApiError
from ollama.testing._faults import Fault, FaultKind
from ollama.testing._http import HttpServer, Message
from ollama.testing._recorder import RecordedRequest, Recorder
from ollama.testing._routes import PROGRESS, TEXT, Dispatcher, is_route, scripted
from ollama.testing._script import Failure, Reply, ReplyFunction
from ollama.testing._store import Model, ModelStore, valid_name

_Function = TypeVar("_Function", bound=ReplyFunction)


class OllamaServer:
    """An Ollama server in this process, for tests: no GPU, no model files, no network.

    It speaks the real wire format over a real socket. Use it as a context manager::

        with OllamaServer() as server:
            server.reply("Hello!")
            ...  # talk to server.url

    Args:
        host: Address to bind; other machines can reach it only if you name another one.
        port: Port to bind; 0 takes a free one.
        models: Models to start with, as names or ``Model``; by default one for each kind of work.
        registry: Models that ``pull`` finds beside ``models`` and the well-known ones.
        version: What ``/api/version`` answers; by default the release that it behaves like.
        behaves_like: The release whose behavior is shown where old and new ones differ, such as
            ``"0.24"``; by default the one that the API description was read from.
        user: The signed-in account, such as ``{"name": "ada"}``; None is signed out.
        cloud_disabled: Refuse everything that needs the cloud.
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
    ) -> None:
        given = installed_models() if models is None else list(map(_as_model, models))
        # The store lists equally new models in the order they came, the last one first.
        store = ModelStore(reversed(given), [*map(_as_model, registry), *_offered()])
        account = Account(None if user is None else dict(user), cloud_disabled)
        shown = release(behaves_like)
        self._app = App(store, account, version or ".".join(map(str, shown)), shown)
        self._recorder = Recorder()
        self._wanted = (host, port)
        self._http: HttpServer | None = None

    # -- life cycle ------------------------------------------------------------------------------

    def start(self) -> OllamaServer:
        """Bind the socket and serve from background threads; return the server itself.

        Raises OSError when the address cannot be bound, RuntimeError when already started.
        """
        if self._http is not None:
            raise RuntimeError("the server is already running")
        host, port = self._wanted
        dispatcher = Dispatcher(self._app, self._recorder, loopback=_is_loopback(host))
        self._http = HttpServer(host, port, dispatcher, self._fault_for)
        self._http.start()
        return self

    def _fault_for(self, message: Message) -> Fault | None:
        return self._app.script.take_fault(message.path, by_name=message.explains)

    def stop(self) -> None:
        """Close every connection and the socket; harmless when not running."""
        http, self._http = self._http, None
        if http is not None:
            http.stop()

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
        """The base URL, such as ``http://127.0.0.1:50123``; RuntimeError when not running."""
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """Address and port, as OLLAMA_HOST takes them; RuntimeError when not running."""
        name, port = self._address()
        return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"

    @property
    def port(self) -> int:
        """The port in use; RuntimeError when not running."""
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
        """Queue what the model says to the next request for a text.

        Serves generate, chat and the OpenAI and Anthropic routes. A request that the real server
        would refuse is refused and uses nothing up. Texts obey ``options.stop`` and
        ``options.num_predict``.

        Args:
            text: The whole text; None lets the server derive one from the prompt.
            thinking: Reasoning, sent first.
            tool_calls: ``{"name": ..., "arguments": {...}}`` each, or the wire's shape.
            done_reason: Instead of ``stop`` (or ``length``) on the last line.
            done: False answers as a server that stops a model which repeats itself: the stream ends
                properly, but without its last line, and an answer in one piece has ``done: false``
                and no counts.
            chunks: The pieces to stream, instead of the words of ``text``.
            delay: Seconds before each chunk.
            route: Only for this path, such as ``/api/chat`` or ``/v1/messages``.
            times: How many requests it serves; None for all that follow.

        Raises TypeError or ValueError for a reply that makes no sense.
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
        """Queue an error for the next request to any path but ``/``.

        Args:
            status: HTTP status, 400 to 599.
            message: The ``error`` text of the body.
            route: Only for this path, such as ``/api/embed``.
            times: How many requests fail; None for all that follow.
            extra: More keys of the body, such as ``signin_url``; the bodies of the OpenAI and
                Anthropic routes have no place for them.
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

        Serves every route for a text, pull, push and create. The HTTP status stays 200; with
        ``after=0`` or ``stream: false`` it is a plain 500, as in the real server. The OpenAI and
        Anthropic routes lose the message: their streams end without the event that completes them.
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
        """Queue a stream that breaks off after ``after`` chunks.

        Serves every route for a text, pull, push and create. The connection is closed in the
        middle of the HTTP body; with ``clean=True`` the body ends properly and only the last line
        of the stream is missing, which is no error to a client.
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
        """Queue what goes wrong on the way: in the connection, not in what the model says.

        What the next request is answered with stays as it is: queue a reply after the fault.

        Args:
            kind: What goes wrong:

                - ``reset``, ``close``: the connection is reset, or ends in good order, after
                  ``after`` bytes of the answer, its head included.
                - ``hang``: nothing more comes after that many bytes.
                - ``slow``: ``after`` bytes (1 by default) at a time, each after ``delay`` seconds.
                - ``garbage``: ``data`` in place of the answer, by default no HTTP at all.
                - ``surplus``: ``data`` behind the answer, by default another answer.
                - ``stale``: the answer comes, and the next request on its connection finds the
                  connection closed.
                - ``respond``: an answer with ``status``, ``headers`` and the body ``data``.
                - ``early``: the same before the body of the request was read; after ``delay``
                  seconds the connection is reset. Such a request is not recorded.
            after: How many bytes; see above.
            delay: Seconds; see above.
            data: Bytes; see above.
            status: HTTP status of ``respond`` and ``early``.
            headers: Headers of these.
            route: Only for this path, which need not be one that the server knows.
            times: How many requests it befalls; None for all that follow.

        Raises ValueError for a kind that is unknown, or a number below 0.
        """
        fault = Fault(kind, after, delay, data, status, dict(headers or {}))
        self._app.script.add_fault(fault, route, times)

    @contextlib.contextmanager
    def refusing(self) -> Generator[None, None, None]:
        """Refuse connections for the time of a ``with`` block; those there are get closed.

        Raises RuntimeError when the server is not running.
        """
        wanted, self._wanted = self._wanted, self._address()
        self.stop()
        try:
            yield
        finally:
            self.start()
            self._wanted = wanted

    def on_chat(self, function: _Function) -> _Function:
        """Answer every chat request that no queued reply serves by calling ``function``.

        It gets the request body as sent, or the native one that a request to an OpenAI or
        Anthropic route becomes, and returns a Reply, a Failure, a text, or None for the server's
        own answer; it runs in a connection thread. Usable as a decorator.
        """
        self._app.on_chat = function
        return function

    def on_generate(self, function: _Function) -> _Function:
        """Answer every generate request, and ``/v1/completions``; see ``on_chat``."""
        self._app.on_generate = function
        return function

    @property
    def pending(self) -> int:
        """How many queued outcomes nothing has used yet."""
        return self._app.script.pending

    # -- state -----------------------------------------------------------------------------------

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests so far, oldest first, in a list of your own."""
        return self._recorder.all()

    def wait_for_requests(self, count: int = 1, timeout: float = 5.0) -> bool:
        """Wait until ``count`` requests have arrived; False after ``timeout`` seconds."""
        return self._recorder.wait_for(count, timeout)

    def reset(self) -> None:
        """Forget recorded requests, queued outcomes and functions; models stay."""
        self._recorder.clear()
        self._app.script.clear()
        self._app.on_chat = self._app.on_generate = None

    @property
    def models(self) -> list[Model]:
        """The stored models, newest first."""
        return self._app.store.newest_first()

    def add_model(self, model: Model | str) -> Model:
        """Store a model, as if it had been created; a name alone gives a text model with tools.

        Raises ValueError when the name is no model name.
        """
        return self._app.store.put(_as_model(model))

    def offer_model(self, model: Model | str) -> None:
        """Let ``pull`` find a model, under every tag of its name."""
        self._app.store.offer(_as_model(model))

    @property
    def user(self) -> dict[str, Any] | None:
        """The signed-in account; None is signed out."""
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
