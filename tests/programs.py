"""Runs many programs as users run them, in processes that have already loaded the SDK.

Loading it takes most of the time of a short program. So one process loads it, and is forked for
each program, which gets its own arguments, environment, folder and files, and ends as any process
ends.
"""

from __future__ import annotations

import asyncio  # noqa: F401
import gc
import importlib
import json
import os
import pkgutil
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx  # noqa: F401
import ollama_client

import ollama

ROOT = Path(__file__).parents[1]


def user_environment(**more: str) -> dict[str, str]:
    """Return an environment in which the SDK of this repository is found, without proxies."""
    inherited = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "generated")))
    return {**inherited, "PYTHONPATH": paths, **more}


class Programs:
    """A process that has loaded the SDK, and runs programs in forks of itself."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-W", "error", __file__],
            env=user_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *command: str,
        folder: Path,
        said: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run a file, or a module after `-m`, with arguments. Return its output.

        `said` is what it reads; fails when the program fails.
        """
        files = {name: str(folder / f".{name}") for name in ("stdin", "stdout", "stderr")}
        Path(files["stdin"]).write_text(said)
        task = {
            "command": command,
            "folder": str(folder),
            "environment": environment if environment is not None else user_environment(),
            "files": files,
        }
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(f"{json.dumps(task)}\n")
        self._parent.stdin.flush()
        status = int(self._parent.stdout.readline())
        printed, errors = (Path(files[name]).read_text() for name in ("stdout", "stderr"))
        assert status == 0, printed + errors
        return printed

    def close(self) -> None:
        """End the process."""
        self._parent.communicate()


def _serve() -> None:
    """Run the program that each line of the input describes, and print its exit status."""
    for package in (ollama, ollama_client):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name not in ("ollama.mcp", "ollama.testing.__main__"):
                importlib.import_module(found.name)
    gc.freeze()  # Otherwise, each fork would collect all of it when it ends.
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(task: dict[str, Any]) -> None:
    """Make this process the program that a task describes, and run it."""
    os.environ.clear()
    os.environ.update(task["environment"])
    os.chdir(task["folder"])
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        with Path(task["files"][name]).open(mode) as file:
            os.dup2(file.fileno(), number)
    # The program must not see tasks that were read ahead.
    sys.stdin = os.fdopen(0, closefd=False)
    first, *arguments = task["command"]
    if first == "-m":
        module, *arguments = arguments
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.argv = [first, *arguments]
        sys.path[0] = str(Path(first).parent)
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    _serve()
