"""Tests that strict type checkers accept a user's program, and refuse wrong calls."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ollama import Message, Options, Tool
from ollama.testing import OllamaServer
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests/typing/user_sample.py"
TOOLS = ROOT / "tests/typing/tools.py"

#: Calls that must be refused. Each line is in a function with a client.
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
    'client.chat("m", [{"role": 1}])',
    'client.chat("m", [{"content": 1.5}])',
    'client.chat("m", [{"role": "user", "content": "Hi"}, {"role": 3}])',
    'client.chat("m", {"content": 7})',
    'client.chat("m", options={"temperature": "hot"})',
    'client.chat("m", 3)',
    'client.embed("m", (1, 2))',
    'client.embeddings("m", 3)',
    'ollama.Message(role="user", contents="Hi")',
    "ollama.Options(temprature=1)",
    'ollama.ProgressResponse(completed="1")',
    "ollama.ShowResponse(model_info=3)",
    'client.generate("m", "Hi", options={"stop": "a"})',
    'client.embed("m", "a", options={"num_ctx": "many"})',
    'client.chat("m", tools=[{"type": 3}])',
    'client.chat("m", tools=["add"])',
    'client.run_tools("m", "Hi")',
    'client.run_tools("m", "Hi", tools=[], unknown_tools="ignore")',
    'client.run_tools("m", "Hi", tools=[], approve=lambda event: 3)',
    'client.chat("m", format=3)',
    'client.parse("m", "Hi")',
    'client.parse("m", "Hi", format=3)',
    'client.parse("m", "Hi", format=int, max_reasks="two")',
    'client.parse("m", "Hi", format=int).parsed.upper()',
    'client.parse_generate("m", ["Hi"], format=int)',
]

#: One of them, whose error must fit on a screen and have the usual names of types.
SHOWN = 'client.chat("m", 3)'

#: The same for literals of mixed values. mypy infers dict[str, object], which is accepted.
WRONG_FOR_PYRIGHT = [
    'client.chat("m", [{"role": 1, "content": "Hi"}])',
    'client.chat("m", [{"role": "user", "content": 1}])',
    'client.chat("m", [{"role": "user", "content": "Hi", "images": 3}])',
    'client.generate("m", "Hi", options={"temperature": "hot", "seed": 1})',
    'client.generate("m", "Hi", options={"temperature": 0.5, "seed": 1, "stop": "a"})',
    'client.chat("m", tools=[{"type": 3, "function": {"name": "add"}}])',
]


def program(folder: Path, calls: list[str]) -> Path:
    """Write a program with a function of calls. The first call is in line 3."""
    path = folder / "wrong_calls.py"
    lines = ["import ollama", "def wrong(client: ollama.Client) -> None:"]
    path.write_text("\n".join([*lines, *(f"    {call}" for call in calls), ""]))
    return path


def lines_of(calls: list[str]) -> set[int]:
    return set(range(3, len(calls) + 3))


def mypy(*paths: Path, folder: Path) -> list[str]:
    """Return mypy's output for programs."""
    options = ["--strict", "--no-error-summary", "--config-file=", f"--cache-dir={folder / 'mypy'}"]
    search = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *map(str, paths)],
        cwd=folder,
        env={**os.environ, "MYPYPATH": search},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def pyright(*paths: Path, folder: Path) -> dict[str, Any]:
    """Return pyright's output for programs."""
    project = folder / "project"  # pyright looks at nothing outside
    project.mkdir()
    for path in paths:
        shutil.copy(path, project)
    settings = {
        "include": [path.name for path in paths],
        "extraPaths": [str(ROOT), str(ROOT / "generated")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
    }
    (project / "pyrightconfig.json").write_text(json.dumps(settings))
    options = ["--outputjson", "--pythonpath", sys.executable, "--project", str(project)]
    done = subprocess.run(
        [sys.executable, "-m", "pyright", *options],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return json.loads(done.stdout)


# One run for each checker, because reading the SDK takes most of the time.


@pytest.mark.slow
def test_mypy_accepts_users_programs_and_refuses_wrong_calls(tmp_path: Path) -> None:
    wrong = program(tmp_path, WRONG)
    said = mypy(SAMPLE, TOOLS, wrong, folder=tmp_path)
    errors = [line.split(":") for line in said if ": error:" in line]
    assert {Path(name).name for name, *_ in errors} == {wrong.name}, said
    assert {int(number) for _, number, *_ in errors} == lines_of(WRONG), said
    of_one_call = [line for line in said if f"{wrong.name}:{3 + WRONG.index(SHOWN)}:" in line]
    assert sum(len(line) // 100 + 1 for line in of_one_call) <= 30, of_one_call
    assert "options: ModelOptions = ..." in "".join(of_one_call), of_one_call
    revealed = [line.partition(" note: ")[2] for line in said if "Revealed" in line]
    assert revealed == ['Revealed type is "str | None"'], said


@pytest.mark.slow
def test_pyright_accepts_users_programs_and_refuses_wrong_calls(tmp_path: Path) -> None:
    calls = WRONG + WRONG_FOR_PYRIGHT
    wrong = program(tmp_path, calls)
    report = pyright(SAMPLE, TOOLS, wrong, folder=tmp_path)
    assert report["summary"]["filesAnalyzed"] == 3, report
    found = report["generalDiagnostics"]
    errors = [one for one in found if one["severity"] == "error"]
    assert {Path(one["file"]).name for one in errors} == {wrong.name}, errors
    assert {one["range"]["start"]["line"] + 1 for one in errors} == lines_of(calls), errors
    others = [one["message"] for one in found if one not in errors]
    assert others == ['Type of "next(parts).message.thinking" is "str | None"'], others


def test_users_program_runs() -> None:
    with OllamaServer() as server:
        search = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
        done = subprocess.run(
            [sys.executable, "-W", "error", str(SAMPLE)],
            env={**os.environ, "OLLAMA_HOST": server.url, "PYTHONPATH": search},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
        assert len(server.requests) > 30


KEYS_OF = [("OptionsDict", Options), ("MessageDict", Message), ("FunctionDict", Tool.Function)]


@pytest.mark.parametrize(("name", "model"), [*KEYS_OF, ("ToolDict", Tool)])
def test_typed_dicts_have_no_keys_but_those_of_the_api(name: str, model: Any) -> None:
    tree = ast.parse((ROOT / "ollama/_methods/shapes.py").read_text())
    (typed,) = (one for one in ast.walk(tree) if isinstance(one, ast.ClassDef) and one.name == name)
    keys = {ast.unparse(one.target) for one in typed.body if isinstance(one, ast.AnnAssign)}
    assert keys
    assert keys <= model.model_fields.keys()
