"""Tests of the module itself: its import, its lazy names, and its shared client."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

import ollama
from ollama.testing import OllamaServer
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def run(code: str, environ: Mapping[str, str] | None = None) -> str:
    """Run a program in a new interpreter, and return its output. Its errors fail the test."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("OLLAMA_") and not name.upper().endswith("_PROXY")
    }
    paths = [str(ROOT), str(ROOT / "generated"), *filter(None, [inherited.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", textwrap.dedent(code)],
        env={**inherited, "PYTHONPATH": os.pathsep.join(paths), **(environ or {})},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


# ---------------------------------------------------------------------- importing


def test_import_loads_nothing_reads_no_environment_and_opens_nothing() -> None:
    assert run(
        """
        import os, sys

        reads = []

        class Recording(dict):
            def __getitem__(self, name):
                reads.append(name)
                return super().__getitem__(name)

            def get(self, name, default=None):
                reads.append(name)
                return super().get(name, default)

            def __contains__(self, name):
                reads.append(name)
                return super().__contains__(name)

            def __iter__(self):
                reads.append("*")
                return super().__iter__()

        os.environ = Recording(os.environ)
        events = []

        def hook(event, arguments):
            code = event == "open" and str(arguments[0]).endswith((".py", ".pyc"))
            if event.startswith(("socket", "subprocess", "os.", "ssl")) or event == "open":
                if not code and event not in ("os.listdir", "os.scandir"):
                    events.append((event, arguments))

        sys.addaudithook(hook)
        before = set(sys.modules)
        import ollama

        loaded = set(sys.modules) - before
        heavy = {"httpx", "attrs", "attr", "msgspec", "pydantic", "ssl", "socket", "asyncio"}
        heavy.add("json")
        assert not loaded & heavy, loaded & heavy
        ours = {name for name in loaded if name.startswith("ollama")}
        names = {"ollama._methods", "ollama._methods.public"}
        assert ours == {"ollama", "ollama._version", *names}, ours
        assert reads == [], reads
        assert events == [], events
        print(ollama.__version__)
        """
    )


def test_type_names_load_no_client_and_clients_load_no_model() -> None:
    run(
        """
        import sys
        from ollama import Client

        Client("host", headers={"a": "b"})
        assert not any(m.startswith("ollama_client.models.") for m in sys.modules)
        """
    )
    run(
        """
        import sys
        from ollama import ResponseError, RequestError, Image

        assert "ollama._client" not in sys.modules
        """
    )


#: What a plain chat does not need, whichever client sends it.
NOT_FOR_A_CHAT = (
    *("ollama._batch", "ollama._output", "ollama._schemas", "ollama._tools", "ollama._modelfile"),
    *("ollama._conversation", "ollama._arguments", "ollama._methods.keywords", "ollama._utils"),
    *("ollama._core.messages", "ollama._core.progress", "ollama._core.raw", "ollama._core.stream"),
    *("ollama._core.settings", "ollama._core.uploads"),
    *("ollama_client._runtime.calling", "ollama_client._runtime.convert"),
    *("ollama_client._runtime.images", "ollama_client._runtime.operation"),
    *("ollama_client._runtime.scopes", "ollama_client._runtime.streaming"),
    *("ollama_client._runtime.streams", "ollama_client._runtime.uploads"),
    *("ollama_client.models.chat_request", "ollama_client.models.options"),
    *("ollama_client._runtime.usage", "ollama_client.models.tool"),
    *("attr", "attrs", "msgspec"),
)


def loaded_by(code: str, url: str) -> set[str]:
    """Return the modules that a program has loaded at its end."""
    return set(run(f"{code}\nimport sys\nprint(*sys.modules)", {"OLLAMA_HOST": url}).split())


def among(modules: set[str], names: tuple[str, ...]) -> list[str]:
    """Return the modules that are one of the names, or inside of one."""
    return sorted(
        it for it in modules if it in names or it.startswith(tuple(f"{n}." for n in names))
    )


def test_a_sync_chat_loads_no_async_code_and_no_other_parts(server: OllamaServer) -> None:
    code = "import ollama\nwith ollama.Client() as client:\n    client.chat('llama3.2', 'Hi')"
    loaded = loaded_by(code, server.url)
    assert "ollama._sync.sending" in loaded
    async_code = ("asyncio", "concurrent.futures", "ollama._async", "ollama._async_client")
    assert among(loaded, (*async_code, *NOT_FOR_A_CHAT)) == []


def test_an_async_chat_loads_no_sync_code_and_no_other_parts(server: OllamaServer) -> None:
    code = "import asyncio, ollama\nasyncio.run(ollama.AsyncClient().chat('llama3.2', 'Hi'))"
    loaded = loaded_by(code, server.url)
    assert "ollama._async.sending" in loaded
    assert among(loaded, ("ollama._sync", "ollama._client", *NOT_FOR_A_CHAT)) == []


def test_both_clients_are_found_where_the_official_ones_are() -> None:
    run(
        """
        import pickle, sys
        from unittest import mock
        import ollama

        for name in ("Client", "AsyncClient"):
            cls = getattr(ollama, name)
            assert (cls.__module__, cls.__qualname__) == ("ollama._client", name)
            assert pickle.loads(pickle.dumps(cls)) is cls
            assert type(pickle.loads(pickle.dumps(cls("name")))) is cls
        import ollama._client
        from ollama._client import AsyncClient

        module = sys.modules["ollama._client"]
        assert AsyncClient is module.AsyncClient is ollama.AsyncClient
        assert {"AsyncClient", "Client"} <= {*dir(module)}
        star = {}
        exec("from ollama._client import *", star)
        assert star["AsyncClient"] is AsyncClient and star["Client"] is ollama.Client
        for name in ("Client", "AsyncClient"):
            if sys.version_info >= (3, 11):  # before, mock looks at attributes before modules
                with mock.patch(f"ollama._client.{name}") as double:
                    assert getattr(module, name) is double
                assert getattr(module, name) is getattr(ollama, name)
        """
    )


def test_making_a_client_connects_to_nothing_and_sets_up_no_tls() -> None:
    run(
        """
        import ssl, sys
        from ollama import AsyncClient, Client

        contexts, sockets = [], []
        made = ssl.SSLContext.__new__

        def counted(cls, *args, **keywords):
            contexts.append(cls)
            return made(cls, *args, **keywords)

        ssl.SSLContext.__new__ = counted
        sys.addaudithook(
            lambda event, _: sockets.append(event) if event.startswith("socket.") else None
        )
        for host in (None, "http://10.1.2.3:1", "name"):
            for client in (Client(host), AsyncClient(host), Client(host, cookies={})):
                assert client._client.base_url.scheme == "http"
        assert (contexts, sockets) == ([], [])
        assert Client("https://name")._client.base_url.scheme == "https"
        assert contexts == []
        """
    )


def test_pydantic_is_never_imported(server: OllamaServer) -> None:
    pytest.importorskip("pydantic", reason="there is nothing to keep out")
    run(
        """
        import sys
        import ollama

        class Shape:
            @classmethod
            def model_json_schema(cls):
                return {"type": "object"}

        def tool(a: int) -> int:
            return a

        ollama.chat("llama3.2", "Hi", format=Shape, tools=[tool], options={"seed": 1})
        list(ollama.generate("llama3.2", "Hi", stream=True))
        ollama.list().model_dump_json()
        ollama.ChatResponse.model_validate({"message": {"role": "assistant"}}).model_dump()
        ollama.Message(role="user", content="Hi")
        assert not {m for m in sys.modules if m.partition(".")[0].startswith("pydantic")}
        """,
        {"OLLAMA_HOST": server.url},
    )


@pytest.mark.parametrize(
    "first",
    [
        "import ollama",
        "import ollama._client",
        "from ollama._client import Client",
        "from ollama._client import AsyncClient",
        "from ollama import AsyncClient",
        "import ollama._async_client",
        "from ollama import chat",
        "from ollama import Client, chat",
        "from ollama import _client",
        "import ollama.testing",
        "import ollama._types",
        "import ollama_client.models",
        "from ollama import *",
    ],
)
def test_order_of_imports_does_not_matter(first: str) -> None:
    run(
        f"""
        {first}
        import importlib, sys
        from unittest import mock
        import ollama
        import ollama._client

        assert type(ollama._client).__name__ == "Client", ollama._client
        shared = ollama._client
        from ollama._client import Client, ResponseError

        module = sys.modules["ollama._client"]
        assert importlib.import_module("ollama._client") is module is not shared
        assert module.Client is Client is ollama.Client is type(shared)
        assert ollama._client is shared
        assert ollama.chat.__self__ is shared
        from ollama import _client, chat, generate

        assert _client is shared
        assert chat == shared.chat
        if sys.version_info >= (3, 11):  # before, mock looks at attributes before modules
            with mock.patch("ollama._client.Client.chat", lambda *a, **k: "patched"):
                assert Client().chat() == "patched"
        with mock.patch("ollama.chat", lambda *a, **k: "patched"):
            assert ollama.chat() == "patched"
        assert ollama.chat == shared.chat
        """
    )


# ---------------------------------------------------------------------- names


def test_all_is_sorted_and_every_name_resolves() -> None:
    assert sorted(ollama.__all__) == ollama.__all__
    assert len(set(ollama.__all__)) == len(ollama.__all__)
    for name in ollama.__all__:
        assert getattr(ollama, name) is not None
        assert name in dir(ollama)


def test_star_import_brings_types_and_no_functions() -> None:
    names: dict[str, object] = {}
    exec("from ollama import *", names)
    del names["__builtins__"]
    assert sorted(names) == ollama.__all__
    assert not set(names) & set(ollama._FUNCTIONS)
    assert not set(names) & set(vars(builtins))


def test_official_names_are_there() -> None:
    assert {
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
        "Tool",
    } <= set(ollama.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'ollama' has no attribute 'caht'"):
        ollama.caht  # noqa: B018  # pyright: ignore
    with pytest.raises(ImportError, match="caht"):
        from ollama import caht  # type: ignore[attr-defined]  # pyright: ignore  # noqa: F401


def test_every_private_type_name_resolves() -> None:
    from ollama import _types

    assert sorted(_types.__all__) == _types.__all__
    for name in _types.__all__:
        assert getattr(_types, name) is not None
    with pytest.raises(AttributeError, match="caht"):
        _types.caht  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore


def test_nested_names_are_the_official_ones() -> None:
    assert ollama.Message.ToolCall.Function.__qualname__ == "Message.ToolCall.Function"
    assert ollama.Tool.Function.Parameters.Property.__qualname__ == (
        "Tool.Function.Parameters.Property"
    )
    assert ollama.ListResponse.Model.__qualname__ == "ListResponse.Model"
    assert ollama.ProcessResponse.Model.__qualname__ == "ProcessResponse.Model"


# ---------------------------------------------------------------------- the shared client


def test_environment_is_read_on_first_use(server: OllamaServer) -> None:
    run(
        f"""
        import os
        import ollama
        from ollama import chat

        os.environ["OLLAMA_HOST"] = {server.host!r}
        os.environ["OLLAMA_API_KEY"] = "key"
        assert chat("llama3.2", "Hi").message.content
        os.environ["OLLAMA_HOST"] = "127.0.0.1:1"
        assert ollama.version().version
        """,
        {"OLLAMA_HOST": "ftp://a bad host"},
    )
    assert [request.path for request in server.requests] == ["/api/chat", "/api/version"]
    assert {request.headers["authorization"] for request in server.requests} == {"Bearer key"}


def test_bad_host_in_the_environment_fails_the_call_not_the_import() -> None:
    printed = run(
        """
        import ollama
        from ollama import _client, chat

        try:
            chat("m", "Hi")
        except ValueError as error:
            print(error)
        """,
        {"OLLAMA_HOST": "ftp://host"},
    )
    assert printed.startswith("OLLAMA_HOST 'ftp://host' ")


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("example.com", "http://example.com:11434"),
        (":5", "http://127.0.0.1:5"),
        ("https://example.com/p/", "https://example.com:443/p"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("[::1]:5", "http://[::1]:5"),
        ("ollama.com", "https://ollama.com:443"),
        ("https://user:pw@example.com", "https://example.com:443"),
    ],
)
def test_client_takes_its_host_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, value: str, url: str
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", value)
    for cls in (ollama.Client, ollama.AsyncClient):
        assert cls().host == url
        assert cls("").host == url
        assert cls("other:1").host == "http://other:1"
    used = str(ollama.Client()._client.base_url).rstrip("/")
    assert used == str(httpx.URL(url)).rstrip("/")


def test_module_functions_use_the_http_client_that_the_shared_client_holds(
    server: OllamaServer,
) -> None:
    run(
        f"""
        import httpx
        import ollama

        replacement = httpx.Client(base_url={server.url!r}, trust_env=False)
        ollama._client._client = replacement
        assert ollama.version().version
        assert len(list(ollama.generate("llama3.2", "Hi", stream=True))) > 1
        assert ollama._client._client is replacement
        replacement.close()
        """,
        {"OLLAMA_HOST": "127.0.0.1:1"},
    )
    assert [request.path for request in server.requests] == ["/api/version", "/api/generate"]


def test_shared_client_can_be_closed(server: OllamaServer) -> None:
    run(
        """
        import ollama

        ollama.version()
        ollama._client._client.close()
        assert ollama._client._client.is_closed
        """,
        {"OLLAMA_HOST": server.url},
    )


def test_names_set_before_the_first_use_stay() -> None:
    run(
        """
        import ollama

        def chat():
            return "mine"

        ollama.chat = chat
        assert ollama.generate.__self__ is ollama._client
        assert ollama.chat is chat
        """
    )
    run(
        """
        import ollama
        from ollama import Client

        mine = Client("mine")
        ollama._client = mine
        assert ollama._client is mine
        """
    )


def test_threads_that_start_at_once_share_one_client(server: OllamaServer) -> None:
    run(
        """
        import sys, threading

        sys.setswitchinterval(1e-6)
        import httpx
        import ollama

        made = []
        build = httpx.Client.__init__

        def counted(self, *args, **keywords):
            made.append(self)
            build(self, *args, **keywords)

        httpx.Client.__init__ = counted
        start, found, failed = threading.Barrier(8), [], []

        def work(name):
            start.wait()
            try:
                function = getattr(ollama, name)
                found.append((function.__self__, ollama._client))
                function()
            except BaseException as error:
                failed.append(error)

        names = ("version", "list", "ps", "version") * 2
        threads = [threading.Thread(target=work, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == [], failed
        assert len({id(client) for pair in found for client in pair}) == 1
        assert len(made) == 1, made
        ollama._client.close()
        """,
        {"OLLAMA_HOST": server.url},
    )
    assert len(server.requests) == 8
