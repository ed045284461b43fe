"""Tests that a user's program passes strict type checkers, and that wrong calls do not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests/typing/user_sample.py"

#: Calls that have to be refused; each line stands in a function with a client.
WRONG = [
    'client.chat("m", temperature=1)',
    'client.chat("m", stream="yes")',
    "client.chat(3)",
    'client.generate("m", "Hi", images=3)',
    'client.embed("m", 3)',
    "client.show()",
    'client.chat("m", [], [])',
    'for _ in client.chat("m"): _.message',
    'client.chat("m", stream=True).message',
]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program of which every statement is wrong."""
    path = tmp_path_factory.mktemp("wrong") / "wrong_calls.py"
    lines = ["from ollama import Client", "def wrong(client: Client) -> None:"]
    path.write_text("\n".join([*lines, *(f"    {call}" for call in WRONG), ""]))
    return path


def wrong_lines() -> set[int]:
    return set(range(3, len(WRONG) + 3))


def mypy(path: Path, cache: Path) -> tuple[int, str]:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--config-file=",
        f"--cache-dir={cache}",
        str(path),
    ]
    search = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
    done = subprocess.run(
        command,
        cwd=path.parent,
        env={**os.environ, "MYPYPATH": search},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def pyright(path: Path, folder: Path) -> tuple[dict[str, Any], str]:
    settings = {
        "include": [path.name],
        "extraPaths": [str(ROOT), str(ROOT / "generated")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
    }
    shutil.copy(path, folder)  # pyright looks at nothing outside its project
    project = folder / "pyrightconfig.json"
    project.write_text(json.dumps(settings))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyright",
            "--outputjson",
            "--pythonpath",
            sys.executable,
            "--project",
            str(project),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return json.loads(done.stdout), done.stdout


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


def test_mypy_accepts_a_users_program(cache: Path) -> None:
    assert mypy(SAMPLE, cache) == (0, "")


def test_mypy_refuses_wrong_calls(wrong: Path, cache: Path) -> None:
    code, output = mypy(wrong, cache)
    assert code == 1
    assert {int(line.split(":")[1]) for line in output.splitlines() if ": error:" in line} == (
        wrong_lines()
    )


def test_pyright_accepts_a_users_program(tmp_path: Path) -> None:
    report, output = pyright(SAMPLE, tmp_path)
    assert report["summary"]["filesAnalyzed"] == 1, output
    assert report["generalDiagnostics"] == [], output


def test_pyright_refuses_wrong_calls(wrong: Path, tmp_path: Path) -> None:
    report, output = pyright(wrong, tmp_path)
    lines = {one["range"]["start"]["line"] + 1 for one in report["generalDiagnostics"]}
    assert lines == wrong_lines(), output
