"""Owns the second check: the official example programs, with the official client and with ours."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from .environments import ROOT, SCRATCH, PreparationError, Workshop
from .processes import LIMIT, Finished, clean_environment, run
from .samples import PNG

#: The input for programs that read it.
_STDIN = {
    "chat-with-history.py": "Hello!\nAnd in winter?\n",
    "multimodal-chat.py": "picture.png\n",
    "structured-outputs-image.py": "picture.png\n",
}

#: Programs that only end when there is no more input.
_ENDLESS = {"chat-with-history.py": "EOFError: EOF when reading a line"}

#: Programs that need more than an Ollama server, and what they need.
_IMPORT_ONLY = {
    "multimodal-generate.py": "downloads a comic from xkcd.com",
    "web-search-mcp.py": "a tool server: needs a key and an MCP client",
    "web_search_gpt_oss_helper.py": "not a program: web-search-gpt-oss.py imports it",
}

#: Programs that run until they use the hosted service, which needs a key.
_WITHOUT_KEY = {
    "web-search.py": "needs a key for its tools: run with a model that does not call them",
    "web-search-gpt-oss.py": "needs a key for its browser: run with a model that does not use it",
}

#: Only executes the top-level imports of a program.
_IMPORTER = """
import ast, pathlib, sys
path = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(path.parent))
tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
compile(tree, str(path), "exec")
def imports(body):
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.Try):
            kept = ast.Try(list(imports(node.body)) or [ast.Pass()], node.handlers, [], [])
            yield ast.copy_location(kept, node)
            break
tree.body = list(imports(tree.body))
exec(compile(ast.fix_missing_locations(tree), str(path), "exec"), {"__name__": "imported"})
"""


@dataclass(frozen=True)
class Ended:
    """How a program ended: whether it ran, its status, its number of requests, its last output."""

    ran: bool
    status: int
    requests: int
    last_error: str


@dataclass
class ExampleResult:
    """One program with both clients. `note` says why it was only imported, or what it lacks."""

    name: str
    official: Ended
    ours: Ended
    note: str = ""
    imported_only: bool = field(default=False)

    @property
    def ok(self) -> bool:
        """Whether our client runs it like the official one, with the same number of requests."""
        return self.ours.ran and self.official.ran and self.ours.requests == self.official.requests


def run_examples(workshop: Workshop) -> list[ExampleResult]:
    """Run all official examples with both clients."""
    programs = sorted(workshop.examples.glob("*.py"))
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(partial(_compare, workshop), programs))


def _compare(workshop: Workshop, program: Path) -> ExampleResult:
    reason = _IMPORT_ONLY.get(program.name)
    run_one = _imported if reason else _executed
    official = run_one(workshop.official, program)
    ours = run_one(workshop.ours, program)
    note = reason or _WITHOUT_KEY.get(program.name, "")
    return ExampleResult(program.name, official, ours, note, imported_only=bool(reason))


def _imported(python: Path, program: Path) -> Ended:
    done = run([python, "-c", _IMPORTER, program], cwd=SCRATCH)
    return Ended(done.status == 0, done.status, 0, done.last_error_line)


def _executed(python: Path, program: Path) -> Ended:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as name:
        folder = Path(name)
        (folder / "picture.png").write_bytes(PNG)
        with _server("pictures" if program.name == "generate-image.py" else "ollama") as served:
            done = run(
                [python, program],
                cwd=folder,
                settings={"OLLAMA_HOST": served.url, "PYTHONHASHSEED": "0"},
                stdin=_STDIN.get(program.name, ""),
            )
        if program.name == "generate-image.py" and not (folder / "output.png").exists():
            done = Finished(1, done.output, f"{done.errors}\nno picture was written")
    failed = [request for request in served.requests if request[2] >= 400]
    complaint = f"refused: {failed[0]}" if failed else done.last_error_line
    ran = _ended_well(program.name, done) and bool(served.requests) and not failed
    return Ended(ran, done.status, len(served.requests), complaint)


def _ended_well(name: str, done: Finished) -> bool:
    if name in _ENDLESS:
        return done.status == 1 and done.last_error_line == _ENDLESS[name]
    return done.status == 0


@dataclass
class _Served:
    url: str
    requests: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])


@contextmanager
def _server(kind: str) -> Generator[_Served, None, None]:
    """Serve in a separate process. The requests are known after the block."""
    process = subprocess.Popen(  # noqa: S603 - this package's own module.
        [sys.executable, "-m", "proof.compat.example_server", kind],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - for the type checker.
        served = _Served(process.stdout.readline().strip())
        if not served.url:
            raise PreparationError("the server for the examples did not start")
        yield served
        report = process.communicate(timeout=LIMIT)[0]
        served.requests.extend(cast("list[tuple[str, str, int]]", json.loads(report)))
    finally:
        process.kill()
        process.wait()
