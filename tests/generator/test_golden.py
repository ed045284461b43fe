"""The golden spec, rendered byte for byte, and the generator's messages about other specs.

After an intended change, run `python -m tests.generator.update_golden` and read the diff.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator import description, format

from .support import GOLDEN, notes_of, refusal_of, run_python
from .update_golden import EXPECTED, NOTED, REFUSED, contents, rendered

SPEC = GOLDEN / "spec.yaml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a rendered package of the golden spec."""
    folder = tmp_path_factory.mktemp("golden") / "ollama_client"
    rendered(folder)
    return folder


def test_what_is_rendered_is_what_was(package: Path) -> None:
    expected = contents(EXPECTED)
    got = {name: text for name, text in contents(package).items() if name.startswith(("m", "a"))}
    assert sorted(got) == sorted(expected)
    for name, text in expected.items():
        lines = difflib.unified_diff(
            text.decode().splitlines(), got[name].decode().splitlines(), "expected", name, n=1
        )
        assert got[name] == text, "\n".join(lines)


def test_the_package_works(package: Path) -> None:
    done = run_python(
        [str(GOLDEN / "drive.py"), str(SPEC)], cwd=package.parent, PYTHONPATH=str(package.parent)
    )
    assert done.returncode == 0, done.stderr
    tried = json.loads(done.stdout)
    operations = description.load(SPEC).operations()
    assert tried["operation"] == len(operations)
    assert tried["stream"] == 4
    assert tried["form"] == 4
    assert tried["request decoded"] == 6
    assert tried["error"] == 3
    assert tried["sync"] == tried["asyncio"] >= len(operations) - 2


def test_times_are_decoded_wherever_they_are(package: Path) -> None:
    code = """
from datetime import datetime, timezone
from ollama_client.models import ChatResponse
at = "2026-11-20T18:51:01Z"
read = ChatResponse.from_dict({"created_at": at, "loaded_at": at, "used_at": [at, at]})
time = datetime(2026, 11, 20, 18, 51, 1, tzinfo=timezone.utc)
assert (read.created_at, read.loaded_at, read.used_at) == (time, time, [time, time])
assert read.to_dict() == {"created_at": at, "loaded_at": at, "used_at": [at, at]}
assert ChatResponse.from_dict({}).loaded_at is None
"""
    done = run_python(["-c", code], cwd=package.parent, PYTHONPATH=str(package.parent))
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_types_are_what_a_caller_sees(package: Path) -> None:
    sample = GOLDEN / "typed.py"
    lines = sample.read_text(encoding="utf-8").splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if line.endswith("# wrong")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(sample)],
        cwd=package.parent,
        env={**os.environ, "MYPYPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"typed\.py:(\d+): error", done.stdout)
    assert sorted({int(number) for number in found}) == wrong, done.stdout + done.stderr


def test_each_module_can_be_the_first_to_be_imported(package: Path) -> None:
    modules = sorted(p.stem for p in (package / "models").glob("*.py") if p.stem != "__init__")
    script = (
        "import sys\n"
        "from importlib import import_module\n"
        f"for module in {modules}:\n"
        "    for name in [n for n in sys.modules if n.startswith('ollama_client')]:\n"
        "        del sys.modules[name]\n"
        "    import_module(f'ollama_client.models.{module}')\n"
    )
    done = run_python(["-c", script], cwd=package.parent, PYTHONPATH=str(package.parent))
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_ruff_starts_twice_however_many_files_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    start = format._ruff

    def noted(arguments: list[str]) -> None:
        started.append(arguments[0])
        start(arguments)

    monkeypatch.setattr(format, "_ruff", noted)
    rendered(tmp_path / "ollama_client")
    assert started == ["check", "format"]


def test_the_golden_spec_uses_every_keyword_that_is_rendered() -> None:
    text = SPEC.read_text(encoding="utf-8")
    keys = (
        "allOf anyOf oneOf discriminator const enum default deprecated additionalProperties "
        "x-extensible-enum x-unit x-stream x-python-name x-python-nested x-python-required "
        "x-python-annotation x-python-dumps-unset x-python-default servers security parameters"
    )
    assert [key for key in keys.split() if f"{key}:" not in text] == []


@pytest.mark.parametrize("spec", REFUSED, ids=lambda path: path.stem)
def test_a_refusal(spec: Path) -> None:
    expected = spec.with_suffix(".txt").read_text(encoding="utf-8")
    assert refusal_of(spec) == expected
    assert expected, f"{spec.name} is not refused any more"
    for line in expected.splitlines():
        assert re.match(rf"{re.escape(spec.name)}:\d+: #", line), line


@pytest.mark.parametrize("spec", NOTED, ids=lambda path: path.stem)
def test_what_is_left_out_is_noted(spec: Path) -> None:
    expected = spec.with_suffix(".txt").read_text(encoding="utf-8")
    assert notes_of(spec) == expected
    for line in expected.splitlines():
        assert re.match(rf"{re.escape(spec.name)}:\d+: #", line), line


@pytest.mark.parametrize(("folder", "specs"), [("refused", REFUSED), ("noted", NOTED)])
def test_every_text_has_its_spec(folder: str, specs: list[Path]) -> None:
    written = {path.stem for path in (GOLDEN / folder).glob("*.txt")}
    assert written == {path.stem for path in specs}
