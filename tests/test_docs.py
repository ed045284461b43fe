"""Runs the examples of the documentation unchanged, with the embedded server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from textwrap import indent

import pytest

from ollama.testing import OllamaServer
from tests.programs import Programs, user_environment

ROOT = Path(__file__).parents[1]

#: Pages on which every Python example is a complete program.
PAGES = (
    "batch.md",
    "chat.md",
    "index.md",
    "logging.md",
    "migrating.md",
    "models.md",
    "openai.md",
    "recipes.md",
    "streams.md",
    "structured-output.md",
    "tool-loop.md",
    "tools.md",
    "tracing.md",
)

EXAMPLES = [
    pytest.param(code, id=f"{page}-{number}")
    for page in PAGES
    for number, code in enumerate(
        re.findall(
            r"^```python\n(.*?)^```$", (ROOT / "docs" / page).read_text(), re.MULTILINE | re.DOTALL
        )
    )
]


#: An `await` outside of a function, as in a notebook.
AWAITS = re.compile(r"^(?:async |[^ #\n].*\bawait )", re.MULTILINE)


def runnable(code: str) -> str:
    """Return an example as a program. A notebook cell becomes a coroutine."""
    if not AWAITS.search(re.sub(r"^async def", "def", code, flags=re.MULTILINE)):
        return code
    return f"import asyncio\n\nasync def cell():\n{indent(code, '    ')}\nasyncio.run(cell())\n"


@pytest.fixture(scope="module")
def programs() -> Iterator[Programs]:
    with closing(Programs()) as running:
        yield running


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs(programs: Programs, code: str, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(runnable(code))
    with OllamaServer() as server:
        environment = user_environment(OLLAMA_HOST=server.url)
        programs.run(str(path), folder=tmp_path, environment=environment)
    # Examples with their own server, or without one, do not use this one.
    assert server.requests or "OllamaServer()" in code or "example.com" in code or "FastAPI" in code
