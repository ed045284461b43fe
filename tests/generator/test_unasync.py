"""Tests of converting async Python to sync Python."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator import unasync

ROOT = Path(__file__).parents[2]

PAIRS = {
    "async def f() -> None:\n    await g(await h())\n": "def f() -> None:\n    g(h())\n",
    "print((await chat.send('a b')).text)": "print(chat.send('a b').text)",
    "plan.send(await ask(it))": "plan.send(ask(it))",
    "x: AsyncGenerator[Step[int], None]": "x: Generator[Step[int], None, None]",
    "ask: Callable[[Any], Awaitable[Stream[Any]]]": "ask: Callable[[Any], Stream[Any]]",
    "async with aclosing(it) as its:\n    async for one in its:": (
        "with closing(it) as its:\n    for one in its:"
    ),
    "__aenter__ __aexit__ __aiter__ __anext__": "__enter__ __exit__ __iter__ __next__",
    "sending.asend(self.async_http)": "sending.send(self.http)",
    "an `async with` block, an `AsyncClient`, awaiting `aclose()`": (
        "a `with` block, a `Client`, calling `close()`"
    ),
    "from ollama._async.stream import AsyncResponseStream": (
        "from ollama._sync.stream import ResponseStream"
    ),
    'KIND = "async"': 'KIND = "sync"',
    '    """One.\n\n    Cancelling the task\n    stops it.\n    """\n': '    """One.\n    """\n',
    "awaiting, asynchronous, awaited, a sender": "awaiting, asynchronous, awaited, a sender",
    "from ollama._methods import asynchronous": "from ollama._methods import sync",
    "texts: Iterable[str] | AsyncIterable[str],": "texts: Iterable[str],",
    "isinstance(items, (Iterable, AsyncIterable))": "isinstance(items, Iterable)",
    "import AsyncGenerator, AsyncIterable, Iterable": "import Generator, Iterable",
    "async with aclosing(awork(job, achunks(texts, 3), 2)) as results:": (
        "with closing(work(job, chunks(texts, 3), 2)) as results:"
    ),
}


@pytest.mark.parametrize("text", PAIRS)
def test_text_becomes_what_is_written_without_awaiting(text: str) -> None:
    assert unasync.unasync(text) == PAIRS[text]


def test_what_is_rendered_awaits_nothing_and_says_where_it_comes_from() -> None:
    modules = sorted((ROOT / "ollama" / unasync.SOURCE).glob("*.py"))
    assert len(modules) > 4
    for source in modules:
        rendered = source.parents[1] / unasync.WING / source.name
        text = rendered.read_text()
        assert text.startswith(f"# Rendered from ollama/_async/{source.name}")
        awaiting = (ast.Await, ast.AsyncFor, ast.AsyncFunctionDef, ast.AsyncWith)
        assert not [it for it in ast.walk(ast.parse(text)) if isinstance(it, awaiting)]
        code = "\n".join(text.splitlines()[1:])
        if source.stem != "__init__":
            assert not re.findall(r"\w*[aA]sync\w*|\bawait\b", code), rendered


def test_a_module_that_is_gone_is_gone_from_what_is_rendered(tmp_path: Path) -> None:
    facade = tmp_path / "ollama"
    (facade / unasync.SOURCE).mkdir(parents=True)
    (facade / unasync.SOURCE / "new.py").write_text('"""New."""\n')
    wing = facade / unasync.WING
    wing.mkdir()
    (wing / "old.py").write_text("")
    unasync.render(facade, wing)
    assert [path.name for path in wing.iterdir()] == ["new.py"]
