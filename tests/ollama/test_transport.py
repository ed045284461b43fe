"""Tests of connections with cancelled calls, many calls, forks, cuts, and surplus bytes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import random
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h11
import httpcore
import httpx
import pytest
import respx
from ollama_client._runtime import asyncio_stream, transport

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES
from tests.ollama.test_connecting import dropping
from tests.patience import LONG, PATIENCE
from tests.work import grows_in_proportion

MODEL = "llama3.2"


def question(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


class Talk:
    """One client of either flavour, which makes one call after another."""

    def __init__(self, flavour: str, url: str, **settings: Any) -> None:
        self.client: Any = (AsyncClient if flavour == "async" else Client)(url, **settings)
        self.loop = asyncio.new_event_loop() if flavour == "async" else None

    def call(self, method: str, *args: Any, **keywords: Any) -> Any:
        if self.loop is None:
            given = getattr(self.client, method)(*args, **keywords)
            return list(given) if isinstance(given, Iterator) else given
        return self.loop.run_until_complete(self._acall(method, args, keywords))

    async def _acall(self, method: str, args: Any, keywords: Any) -> Any:
        given = await getattr(self.client, method)(*args, **keywords)
        return [item async for item in given] if hasattr(given, "__aiter__") else given

    def chat(self, text: str, *, stream: bool = False) -> str:
        answer = self.call("chat", MODEL, question(text), stream=stream)
        return "".join(one.message.content for one in (answer if stream else [answer]))

    def pool(self) -> Any:
        if self.loop is None:
            return self.client._client._transport._pool

        async def find() -> Any:
            return self.client._client._transport._pool

        return self.loop.run_until_complete(find())

    def close(self) -> None:
        if self.loop is None:
            self.client.close()
            return
        self.loop.run_until_complete(self.client.close())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()


@pytest.fixture
def talks() -> Iterator[Any]:
    """Create talks, and close them at the end."""
    with contextlib.ExitStack() as stack:

        def make(flavour: str, server: OllamaServer | str, **settings: Any) -> Talk:
            url = server if isinstance(server, str) else server.url
            talk = Talk(flavour, url, **settings)
            stack.callback(talk.close)
            return talk

        yield make


flavours = pytest.mark.parametrize("flavour", FLAVOURS)
modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


# ---------------------------------------------------------------------- sending


@contextlib.contextmanager
def noting_packets() -> Iterator[tuple[str, list[bytes]]]:
    """Give a server that notes what each `recv` returns, and answers complete requests."""
    packets: list[bytes] = []
    body = b'{"version": "1", "message": {"role": "assistant", "content": "Hello"}, "done": true}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            parser = h11.Connection(h11.SERVER)
            with connection:
                while packet := connection.recv(1 << 20):
                    packets.append(packet)
                    parser.receive_data(packet)
                    while (event := parser.next_event()) is not h11.NEED_DATA:
                        if isinstance(event, h11.EndOfMessage):
                            connection.sendall(head % len(body) + body)
                            parser = h11.Connection(h11.SERVER)
                            break

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", packets
        finally:
            thread.join(PATIENCE)


@flavours
def test_a_request_on_an_open_connection_is_one_packet(flavour: str) -> None:
    with noting_packets() as (url, packets):
        talk = Talk(flavour, url)
        talk.chat("first")
        packets.clear()
        assert talk.chat("short") == "Hello"
        (packet,) = packets
        assert packet.startswith(b"POST /api/chat HTTP/1.1\r\n")
        assert b"short" in packet
        packets.clear()
        assert talk.call("version").version == "1"
        (packet,) = packets
        assert packet.startswith(b"GET /api/version HTTP/1.1\r\n")
        packets.clear()
        assert talk.chat("x" * 100_000) == "Hello"
        assert b"".join(packets).count(b"x" * 100_000) == 1
        talk.close()


@flavours
def test_headers_on_an_open_connection_are_sent_and_checked_as_on_a_new_one(flavour: str) -> None:
    with noting_packets() as (url, packets):
        talk = Talk(flavour, url)

        def sent(text: str, **headers: str) -> bytes:
            packets.clear()
            talk.call("chat", MODEL, question(text), extra_headers=headers)
            return b"".join(packets)

        first = sent("one", **{"X-One": "1"})
        assert b"X-One: 1\r\n" in first
        assert sent("one", **{"X-One": "1"}) == sent("one", **{"X-One": "1"}) == first
        length = len(first.partition(b"\r\n\r\n")[2])
        longer = first.replace(b" %d\r" % length, b" %d\r" % (length + 3))
        assert sent("twelve", **{"X-One": "1"}) == longer.replace(b"one", b"twelve")
        assert b"X-One" not in sent("one", **{"X-Two": "2"})

        def asked() -> bytes:
            packets.clear()
            talk.call("version")
            return b"".join(packets)

        assert asked() == asked() == asked()
        assert b"content-length" not in asked().lower()
        assert sent("one", **{"X-One": "1"}) == first
        for _ in range(2):
            talk.client._client.headers["X-Wrong"] = "\x00"
            with pytest.raises(httpx.LocalProtocolError, match="invalid characters"):
                sent("one")
            del talk.client._client.headers["X-Wrong"]
        talk.close()


def test_a_free_connection_is_taken_without_a_turn_of_the_event_loop(server: OllamaServer) -> None:
    async def main() -> int:
        async with AsyncClient(server.url) as client:
            await client.version()
            turns = 0

            def turn() -> None:
                nonlocal turns
                turns += 1
                loop.call_soon(turn)

            loop = asyncio.get_running_loop()
            http = client._client
            connection = http._transport._pool._connections  # type: ignore[attr-defined]
            (only,) = connection
            lock: Any = only._connection._state_lock
            loop.call_soon(turn)
            async with lock, only._request_lock:
                return turns

    assert asyncio.run(main()) == 0


# ---------------------------------------------------------------------- cancelling


@pytest.mark.parametrize(
    ("slots", "rounds"),
    [
        (10, 3),
        pytest.param(10, 40, marks=pytest.mark.slow),
        pytest.param(1000, 40, marks=pytest.mark.slow),
    ],
)
def test_cancelled_calls_cost_nothing(server: OllamaServer, slots: int, rounds: int) -> None:
    """In each round, fifty calls are cancelled one by one, at varying moments."""
    rnd = random.Random(slots)

    async def one(client: AsyncClient, stream: bool) -> None:
        given = await client.chat(MODEL, question("a b c d e f g h"), stream=stream)
        if stream:
            async for _ in given:
                pass

    async def main() -> list[Any]:
        limits = httpx.Limits(max_connections=slots)
        # A thousand at once may take longer than the default to connect.
        async with AsyncClient(server.url, limits=limits, timeout=PATIENCE) as client:
            for _ in range(rounds):
                calls = [asyncio.ensure_future(one(client, n % 2 == 0)) for n in range(50)]
                for call in calls:
                    if rnd.random() < 0.3:
                        await asyncio.sleep(rnd.random() * 0.004)
                    call.cancel()
                await asyncio.gather(*calls, return_exceptions=True)
            afterwards = asyncio.gather(*[one(client, n % 2 == 0) for n in range(slots)])
            await asyncio.wait_for(afterwards, PATIENCE)
            pool: Any = client._client._transport._pool  # type: ignore[attr-defined]
            return [one for one in pool.connections if not one.is_idle()]

    server.reply(times=None, delay=0.001)
    assert asyncio.run(main()) == []
    gc.collect()  # Reports everything that was never closed.


def test_a_call_that_is_cancelled_while_it_waits_gives_its_place_away(
    server: OllamaServer,
) -> None:
    async def main() -> str:
        async with AsyncClient(server.url, limits=httpx.Limits(max_connections=1)) as client:
            stream = await client.chat(MODEL, question("long"), stream=True)
            await stream.__anext__()
            waiting = [
                asyncio.ensure_future(client.chat(MODEL, question(str(n)))) for n in range(3)
            ]
            await asyncio.sleep(0.01)
            waiting[0].cancel()
            await stream.aclose()
            waiting[1].cancel()
            answers = await asyncio.gather(*waiting, return_exceptions=True)
            assert isinstance(answers[0], asyncio.CancelledError)
            return (await client.chat(MODEL, question("and now"))).message.content or ""

    server.reply(**LONG)
    assert asyncio.run(main()) == "You said: and now"


# ---------------------------------------------------------------------- many concurrent calls


def connections_made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    made: list[Any] = []
    for kind in (httpcore.ConnectionPool, httpcore.AsyncConnectionPool):
        create: Any = kind.create_connection

        def counted(pool: Any, origin: Any, create: Any = create) -> Any:
            made.append(origin)
            return create(pool, origin)

        monkeypatch.setattr(kind, "create_connection", counted)
    return made


async def crowd(url: str, count: int, slots: int) -> None:
    async def one(client: AsyncClient, text: str) -> None:
        answer = await client.chat(MODEL, question(text))
        assert answer.message.content == f"You said: {text}"

    limits = httpx.Limits(max_connections=slots)
    async with AsyncClient(url, limits=limits, timeout=PATIENCE) as client:
        await asyncio.gather(*[one(client, str(number)) for number in range(count)])


@pytest.mark.parametrize(
    ("count", "slots"),
    [
        (60, 10),
        pytest.param(1000, 100, marks=pytest.mark.slow),
        pytest.param(5000, 100, marks=pytest.mark.slow),
        pytest.param(1000, 1000, marks=pytest.mark.slow),
    ],
)
def test_no_more_connections_than_slots(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, count: int, slots: int
) -> None:
    made = connections_made(monkeypatch)
    asyncio.run(crowd(server.url, count, slots))
    assert len(made) <= slots
    assert len(server.requests) == count


transports = pytest.mark.parametrize("how", [None, "aiohttp"])


@transports
def test_each_of_many_slow_calls_has_a_connection(how: str | None) -> None:
    """Only connecting is limited. The server answers once all calls have arrived."""
    count = 2 * transport.MOST_CONNECTING + 50
    body = b'{"version": "1"}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    arrived: list[bytes] = []

    async def main() -> list[str]:
        everyone = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            arrived.append(await reader.readuntil(b"\r\n\r\n"))
            if len(arrived) == count:
                everyone.set()
            await everyone.wait()
            writer.write(head % len(body) + body)
            await reader.read()  # until the client closes it
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=count)
        async with server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with AsyncClient(url, transport=how, timeout=PATIENCE) as client:
                answers = await asyncio.gather(*[client.version() for _ in range(count)])
            return [answer.version for answer in answers]

    assert asyncio.run(asyncio.wait_for(main(), PATIENCE)) == ["1"] * count


@transports
def test_calls_that_cannot_connect_do_not_wait_for_each_other(how: str | None) -> None:
    """If the server accepts nothing, all of them start to connect after the first timeout."""

    async def main(url: str) -> list[Any]:
        timeout = httpx.Timeout(None, connect=0.2)
        async with AsyncClient(url, transport=how, timeout=timeout) as client:
            calls = [client.version() for _ in range(5 * transport.MOST_CONNECTING)]
            return await asyncio.gather(*calls, return_exceptions=True)

    with dropping() as url:
        failures = asyncio.run(asyncio.wait_for(main(url), PATIENCE))
    assert {type(failure) for failure in failures} == {ollama.ConnectTimeout}


def test_a_name_is_connected_like_an_address(server: OllamaServer) -> None:
    async def main() -> list[Any]:
        async with AsyncClient(server.url.replace("127.0.0.1", "localhost")) as client:
            texts = [(await client.chat(MODEL, question("Hi"))).text for _ in range(2)]
            (only,) = client._client._transport._pool._connections  # type: ignore[attr-defined]
            return [*texts, type(only._connection._network_stream)]

    assert asyncio.run(main()) == ["You said: Hi"] * 2 + [asyncio_stream.PlainStream]


def test_threads_share_the_slots(server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made = connections_made(monkeypatch)
    answers: list[str] = []
    with Client(server.url, limits=httpx.Limits(max_connections=3)) as client:

        def ask(number: int) -> None:
            for turn in range(3):
                text = f"{number}-{turn}"
                answers.append(str(client.chat(MODEL, question(text)).message.content) + text)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
    assert sorted(answers) == sorted(
        f"You said: {number}-{turn}{number}-{turn}" for number in range(12) for turn in range(3)
    )
    assert len(made) <= 3


def test_a_crowd_is_served_in_proportion(server: OllamaServer) -> None:
    assert grows_in_proportion(lambda count: asyncio.run(crowd(server.url, count, 5)), 20)


@flavours
def test_by_default_a_thousand_calls_go_side_by_side(
    server: OllamaServer, talks: Any, flavour: str
) -> None:
    pool = talks(flavour, server).pool()
    assert (pool._max_connections, pool._max_keepalive_connections) == (1000, 1000)


@flavours
def test_a_timeout_is_not_the_wait_for_a_connection(
    server: OllamaServer, talks: Any, flavour: str
) -> None:
    talk = talks(flavour, server, timeout=PATIENCE)
    talk.pool()
    assert talk.client._http.timeout == httpx.Timeout(PATIENCE, pool=None)


@flavours
def test_the_wait_for_a_connection_has_a_limit_and_an_error_of_its_own(
    server: OllamaServer, flavour: str
) -> None:
    settings: dict[str, Any] = {
        "limits": httpx.Limits(max_connections=1),
        "timeout": httpx.Timeout(PATIENCE, pool=0.01),
    }
    server.reply(**LONG)
    expected = pytest.raises(httpx.PoolTimeout, match="all 1 connections are in use")

    async def main() -> None:
        async with AsyncClient(server.url, **settings) as client:
            async with await client.chat(MODEL, question("long"), stream=True) as stream:
                await stream.__anext__()
                with expected as caught:
                    await client.chat(MODEL, question("too much"))
            assert isinstance(caught.value, TimeoutError)
            assert (await client.chat(MODEL, question("x"))).message.content == "You said: x"

    if flavour == "async":
        asyncio.run(main())
        return
    with Client(server.url, **settings) as client:
        with client.chat(MODEL, question("long"), stream=True) as stream:
            next(stream)
            with expected as caught:
                client.chat(MODEL, question("too much"))
        assert isinstance(caught.value, TimeoutError)
        assert client.chat(MODEL, question("x")).message.content == "You said: x"


def test_whoever_waits_when_the_client_is_closed_is_told(server: OllamaServer) -> None:
    async def main() -> None:
        client = AsyncClient(server.url, limits=httpx.Limits(max_connections=1))
        stream = await client.chat(MODEL, question("long"), stream=True)
        await stream.__anext__()
        waiting = asyncio.ensure_future(client.chat(MODEL, question("x")))
        await asyncio.sleep(0.01)
        await client.close()
        with pytest.raises(ConnectionError):
            await waiting
        await stream.aclose()

    server.reply(**LONG)
    asyncio.run(main())


# ---------------------------------------------------------------------- processes and loops


def run(program: str, url: str) -> str:
    """Run a separate program, because only processes without other threads can fork."""
    environment = {**os.environ, "OLLAMA_HOST": url}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stderr == ""
    return done.stdout


FORKED = """
    import asyncio, os, sys
    import ollama

    def ask(chat, who):
        for turn in range(5):
            said = chat("llama3.2", [{"role": "user", "content": f"{who}-{turn}"}])
            assert said.message.content == f"You said: {who}-{turn}", said

    def ask_in_loop(client, who):
        async def main():
            for turn in range(5):
                said = await client.chat("llama3.2", [{"role": "user", "content": f"{who}-{turn}"}])
                assert said.message.content == f"You said: {who}-{turn}", said
        asyncio.run(main())

    client = ollama.Client()
    several = ollama.AsyncClient()
    ways = [
        lambda who: ask(ollama.chat, who),
        lambda who: ask(client.chat, who),
        lambda who: ask_in_loop(several, who),
    ]
    for way in ways:
        way("before")
    children = []
    for number in range(2):
        child = os.fork()
        if child == 0:
            for way in ways:
                way(f"child {number}")
            os._exit(0)
        children.append(child)
    for way in ways:
        way("parent")
    client.close()
    print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


@needs_fork
def test_after_a_fork_each_process_gets_its_own_answers(server: OllamaServer) -> None:
    assert run(FORKED, server.url) == "[0, 0]\n"
    assert len(server.requests) == 3 * 5 * 4


@needs_fork
def test_a_child_does_not_hold_the_connections_of_its_parent_open(server: OllamaServer) -> None:
    server.reply(**LONG)
    program = """
        import os, ollama
        stream = ollama.chat("llama3.2", [{"role": "user", "content": "x"}], stream=True)
        next(stream)
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(writing)
            os.read(reading, 1)  # until the parent exits
            os._exit(0)
        stream.close()
        input()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "OLLAMA_HOST": server.url},
        stdin=subprocess.PIPE,
    )
    assert server.wait_for_requests(1, PATIENCE)
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted
    process.communicate(b"\n", PATIENCE)


def test_the_module_is_sent_to_other_processes_by_its_name() -> None:
    import pickle

    assert pickle.loads(pickle.dumps({"module": ollama}))["module"] is ollama


LEFT = """
    import asyncio, ollama
    kept = []
    async def main():
        client = ollama.AsyncClient()
        stream = await client.chat("llama3.2", [{"role": "user", "content": "q"}], stream=True)
        kept.append(stream)
        LEAVE
    try:
        asyncio.run(main())
    except ZeroDivisionError:
        pass
"""


@pytest.mark.parametrize(
    "leave", ["async for part in stream: break", "return [1 / 0 async for part in stream]"]
)
def test_a_stream_that_is_left_when_its_loop_ends(server: OllamaServer, leave: str) -> None:
    server.reply(chunks=["word "] * 200, delay=0.001)
    assert run(LEFT.replace("LEAVE", leave), server.url) == ""


@pytest.mark.filterwarnings("ignore:asynchronous generator:ResourceWarning")  # httpx's own
def test_a_loop_that_goes_on_after_its_generators_were_finished(server: OllamaServer) -> None:
    client, loop = AsyncClient(server.url), asyncio.new_event_loop()
    for number in range(3):
        answer = loop.run_until_complete(client.chat(MODEL, question(str(number))))
        assert answer.message.content == f"You said: {number}"
        loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(client.close())
    loop.close()


def test_a_loop_inside_of_a_loop(server: OllamaServer) -> None:
    """Notebooks and bridges between sync and async code nest loops like this."""
    client = AsyncClient(server.url)

    async def ask(text: str) -> str:
        return (await client.chat(MODEL, question(text))).message.content or ""

    async def main() -> list[str]:
        outer = asyncio.get_running_loop()
        answers = [await ask("outer")]
        stream = await client.chat(MODEL, question("a b c"), stream=True)
        answers.append((await stream.__anext__()).message.content)
        asyncio._set_running_loop(None)
        try:
            with contextlib.closing(asyncio.new_event_loop()) as nested:
                answers.append(nested.run_until_complete(inner()))
        finally:
            asyncio._set_running_loop(outer)
        answers.append("".join([part.message.content async for part in stream]))
        answers.append(await ask("outer again"))
        await client.close()
        return answers

    async def inner() -> str:
        answer = await ask("inner")
        await client.close()
        client._closed = False  # the outer loop has its own connections
        return answer

    answers = asyncio.run(main())
    assert answers[0] == "You said: outer"
    assert answers[1] + answers[3] == "You said: a b c"
    assert answers[2] == "You said: inner"
    assert answers[4] == "You said: outer again"


# ---------------------------------------------------------------------- answers and their requests


@modes
def test_what_comes_behind_an_answer_is_nobodys(
    server: OllamaServer, talks: Any, flavour: str, stream: bool
) -> None:
    talk = talks(flavour, server)
    for text in ("one", "two"):
        server.fault("surplus")
        assert talk.chat(text, stream=stream) == f"You said: {text}"
    assert talk.chat("three", stream=stream) == "You said: three"
    assert len(server.requests) == 3


@modes
def test_a_large_surplus_is_nobodys(
    server: OllamaServer, talks: Any, flavour: str, stream: bool
) -> None:
    talk = talks(flavour, server)
    server.fault("surplus", data=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsmuggled!" * 5000)
    assert talk.chat("one", stream=stream) == "You said: one"
    assert talk.chat("two", stream=stream) == "You said: two"


def test_a_surplus_that_was_read_ahead_is_nobodys() -> None:
    """An answer that exactly fills one read, followed by another answer."""

    def answer(text: str, length: int = 0) -> bytes:
        body = b'{"message": {"role": "assistant", "content": "%b"}}' % text.encode()
        body = body.ljust(length - 42) if length else body
        return b"HTTP/1.1 200 OK\r\nContent-Length: %5d\r\n\r\n%b" % (len(body), body)

    serving: list[Any] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
                asked = await reader.readexactly(int(length))
                text = "first" if b"one" in asked else "second"
                writer.write(answer(text, 65536) + answer("smuggled"))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def main() -> list[str | None]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with AsyncClient(url) as client:
            said = [await client.chat(MODEL, question(text)) for text in ("one", "two")]
        server.close()
        await asyncio.gather(*serving)
        return [answer.message.content for answer in said]

    assert len(answer("first", 65536)) == 65536
    assert asyncio.run(main()) == ["first", "second"]


# ---------------------------------------------------------------------- connections that died


@modes
def test_a_kept_connection_that_died_is_replaced(
    server: OllamaServer, talks: Any, flavour: str, stream: bool
) -> None:
    talk = talks(flavour, server)
    server.fault("stale", times=2)
    assert talk.chat("one", stream=stream) == "You said: one"
    assert talk.chat("two", stream=stream) == "You said: two"
    assert talk.chat("three", stream=stream) == "You said: three"
    assert len(server.requests) == 3


@flavours
@pytest.mark.parametrize("kind", ["reset", "close"])
def test_also_if_the_server_had_read_the_request(
    server: OllamaServer, talks: Any, flavour: str, kind: Any
) -> None:
    talk = talks(flavour, server)
    talk.chat("one")
    server.fault(kind)
    assert talk.chat("two") == "You said: two"
    assert [len(request.json["messages"]) for request in server.requests] == [1, 1, 1]


@flavours
def test_not_after_the_first_byte_of_an_answer(
    server: OllamaServer, talks: Any, flavour: str
) -> None:
    talk = talks(flavour, server)
    talk.chat("one")
    server.fault("close", after=20)
    with pytest.raises(httpx.RemoteProtocolError):
        talk.chat("two")
    server.fault("garbage")
    with pytest.raises(httpx.RemoteProtocolError):
        talk.chat("three")
    assert talk.chat("four") == "You said: four"
    assert len(server.requests) == 4


@flavours
def test_not_on_a_fresh_connection(server: OllamaServer, talks: Any, flavour: str) -> None:
    server.fault("close")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        talks(flavour, server).chat("one")
    assert len(server.requests) == 1


@flavours
def test_what_must_not_be_sent_twice_is_told_of(
    server: OllamaServer, talks: Any, flavour: str, tmp_path: Path
) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF")
    talk = talks(flavour, server)
    for call in (lambda: talk.call("create_blob", file), lambda: talk.call("delete", MODEL)):
        talk.chat("one")
        server.fault("close")
        with pytest.raises(httpx.RemoteProtocolError, match="the request was not sent again"):
            call()


# ---------------------------------------------------------------------- uploads


@flavours
def test_an_answer_that_comes_during_an_upload(
    server: OllamaServer, talks: Any, flavour: str, tmp_path: Path
) -> None:
    file = tmp_path / "model.gguf"
    with file.open("wb") as content:
        content.truncate(30_000_000)
    talk = talks(flavour, server, limits=httpx.Limits(max_connections=1))
    for _ in range(2):
        server.fault("early", status=413, data=b'{"error": "too large"}', delay=0.05)
        with pytest.raises(ollama.ResponseError, match="too large") as caught:
            talk.call("create_blob", file)
        assert caught.value.status_code == 413
        assert talk.chat("and now") == "You said: and now"


def test_an_upload_that_is_cancelled_or_breaks_leaves_the_pool_whole(server: OllamaServer) -> None:
    async def endless(begun: asyncio.Event) -> Any:
        while True:
            yield b"x" * 1000
            begun.set()
            await asyncio.sleep(0.001)

    async def broken() -> Any:
        yield b"x"
        raise ZeroDivisionError

    async def main() -> None:
        async with AsyncClient(server.url, limits=httpx.Limits(max_connections=1)) as client:
            begun = asyncio.Event()
            upload = client._request_raw("POST", "/api/blobs/sha256:0", content=endless(begun))
            task = asyncio.ensure_future(upload)
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(ZeroDivisionError):
                await client._request_raw("POST", "/api/blobs/sha256:0", content=broken())
            assert (await client.chat(MODEL, question("x"))).message.content == "You said: x"

    asyncio.run(main())


def test_a_broken_upload_of_a_sync_client_leaves_the_pool_whole(server: OllamaServer) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise ZeroDivisionError

    with Client(server.url, limits=httpx.Limits(max_connections=1)) as client:
        with pytest.raises(ZeroDivisionError):
            client._request_raw("POST", "/api/blobs/sha256:0", content=broken())
        assert client.chat(MODEL, question("x")).message.content == "You said: x"


# ---------------------------------------------------------------------- proxies


@flavours
def test_a_redirect_is_judged_anew(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, talks: Any, flavour: str
) -> None:
    with OllamaServer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        talk = talks(flavour, server)
        server.fault("respond", status=307, headers={"Location": "http://model.internal/api/chat"})
        assert talk.chat("hello") == "You said: hello"
        assert proxy.requests[0].headers["Host"] == "model.internal"
        proxy.fault("respond", status=307, headers={"Location": f"{server.url}/api/chat"})
        talk = talks(flavour, "http://model.internal")
        assert talk.chat("back") == "You said: back"
        assert server.requests[-1].json["messages"] == question("back")


@flavours
def test_a_cloud_service_is_asked_through_the_proxy(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch, talks: Any, flavour: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    monkeypatch.setenv("OLLAMA_API_KEY", "key")
    with pytest.raises(httpx.ProxyError):
        talks(flavour, server).call("web_search", "x")
    (request,) = server.requests[:1] or [None]
    assert request is None or request.method == "CONNECT"


@flavours
def test_a_proxy_that_is_none_is_told_of_at_once(
    monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "telnet://proxy")
    kind: Any = AsyncClient if flavour == "async" else Client
    with pytest.raises(ValueError, match="proxy"):
        kind("http://model.example")._client  # noqa: B018
    assert kind("http://localhost")._client


# ---------------------------------------------------------------------- other versions, mocks


@modes
def test_without_the_names_of_a_pool_httpx_works_as_it_is(
    server: OllamaServer,
    talks: Any,
    monkeypatch: pytest.MonkeyPatch,
    flavour: str,
    stream: bool,
) -> None:
    monkeypatch.setattr(transport, "_POOL_NAMES", (*transport._POOL_NAMES, "_of_another_version"))
    talk = talks(flavour, server)
    assert type(talk.pool()) in (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)
    assert talk.chat("one", stream=stream) == "You said: one"
    assert talk.chat("two", stream=stream) == "You said: two"


@flavours
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_without_the_names_of_h11_it_reads_the_chunks(
    server: OllamaServer, talks: Any, monkeypatch: pytest.MonkeyPatch, flavour: str, known: bool
) -> None:
    read: list[int] = []
    events = h11.Connection.next_event

    def counted(connection: h11.Connection) -> Any:
        read.append(1)
        return events(connection)

    monkeypatch.setattr(h11.Connection, "next_event", counted)
    if not known:

        class ReaderOfAnotherVersion(h11._readers.ChunkedReader):
            pass

        readers: Any = h11._readers.READERS[h11.SEND_BODY]
        monkeypatch.setitem(readers, "chunked", ReaderOfAnotherVersion)
    server.reply(chunks=["word "] * 500)
    assert talks(flavour, server).chat("x", stream=True) == "word " * 500
    assert (len(read) < 50) is known


@flavours
def test_what_a_mock_lets_through_is_sent(server: OllamaServer, talks: Any, flavour: str) -> None:
    talk = talks(flavour, server)
    with respx.mock(base_url=server.url) as router:
        router.post("/api/chat").pass_through()
        assert talk.chat("one") == "You said: one"
        router.post("/api/chat").respond(json={"message": {"role": "assistant", "content": "!"}})
        assert talk.chat("two") == "!"
    assert talk.chat("three") == "You said: three"
    assert talk.chat("four", stream=True) == "You said: four"
