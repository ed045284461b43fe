"""The command: its three exit codes, its output, and that no spec makes it crash."""

from __future__ import annotations

import copy
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __main__ as command
from generator import description, render
from generator.problems import SpecError

from .support import BASE, GOLDEN, SPEC, contents, run_generator
from .update_golden import REFUSED

PROBLEM = re.compile(r"[\w.-]+\.yaml:\d+: #(?:/.*)?: \S.*")

#: The seeds of corrupted specs, and those for our own, larger spec.
GOLDEN_SEEDS = [range(1), pytest.param(range(1, 31), marks=pytest.mark.slow)]
OWN_SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 3))]

VALUES = [None, True, 3, -1.5, "", "text", "$ref", [], {}, [None], ["a", "a"], {"$ref": "#/"}]

KEYS = ["", "$ref", "oneOf", "allOf", "type", "x-a", "a b"]

SCRIBBLES = "{}[]:&*!|>'\"%@`#\t\x00"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the base spec and the package rendered from it."""
    folder = tmp_path_factory.mktemp("command")
    (folder / "spec.yaml").write_text(BASE, encoding="utf-8")
    done = run_generator("--spec", folder / "spec.yaml", "--out", folder / "ollama_client")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "rendered 1 operations and 3 models of Tiny 1\n"
    return folder


def check(folder: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = command.main(["--check", "--spec", str(folder / "spec.yaml"), "--out", str(out)])
    return code, capsys.readouterr().out.splitlines()


# ---------------------------------------------------------------------- exit codes 0 and 1


@pytest.mark.slow
def test_what_is_kept_is_what_would_be_rendered() -> None:
    done = run_generator("--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "up to date\n", "")


def test_a_check_of_fresh_files_is_fine(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tiny, tiny / "ollama_client", capsys) == (0, ["up to date"])


def test_each_stale_file_is_named(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ollama_client"
    shutil.copytree(tiny / "ollama_client", out)
    (out / "models" / "thing.py").write_text("changed = True\n", encoding="utf-8")
    (out / "client.py").unlink()
    (out / "extra.py").write_text("", encoding="utf-8")
    (out / "GENERATED.json").write_bytes((out / "GENERATED.json").read_bytes() + b"\n")
    before = contents(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert check(tiny, out, capsys) == (
        1,
        [
            "GENERATED.json: differs",
            "client.py: missing",
            "extra.py: no longer rendered",
            "models/thing.py: differs",
            "4 file(s) are stale: run `make generate`",
        ],
    )
    assert contents(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times


def test_a_check_makes_no_folder(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = check(tiny, tmp_path / "nothing", capsys)
    assert code == 1
    assert all(line.endswith(": missing") for line in lines[:-1])
    assert list(tmp_path.iterdir()) == []


def test_byte_code_is_not_stale(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ollama_client"
    shutil.copytree(tiny / "ollama_client", out)
    (out / "__pycache__").mkdir()
    (out / "__pycache__" / "client.pyc").write_bytes(b"0")
    assert check(tiny, out, capsys)[0] == 0


def test_rendering_leaves_nothing_old_behind(tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "ollama_client"
    (out / "models").mkdir(parents=True)
    (out / "models" / "old.py").write_text("", encoding="utf-8")
    assert command.main(["--spec", str(tiny / "spec.yaml"), "--out", str(out)]) == 0
    assert contents(out) == contents(tiny / "ollama_client")


# ---------------------------------------------------------------------- exit code 2


@pytest.mark.parametrize("spec", REFUSED, ids=lambda path: path.stem)
def test_a_refused_spec_is_a_list_of_problems(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ollama_client"
    assert command.main(["--spec", str(spec), "--out", str(out)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    *problems, last = printed.err.splitlines()
    assert last == f"{len(problems)} problem(s) in the spec; nothing was written"
    assert problems
    # A spec in the repository is named by its path inside the repository.
    name = spec.relative_to(render.ROOT).as_posix()
    assert all(re.match(rf"{re.escape(name)}:\d+: #\S*: \S", line) for line in problems), problems
    assert not out.exists()


def test_a_process_ends_with_two_and_no_traceback(tmp_path: Path) -> None:
    spec = GOLDEN / "refused" / "yaml-syntax.yaml"
    done = run_generator("--spec", spec, "--out", tmp_path / "ollama_client")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "yaml-syntax.yaml:" in done.stderr


def test_a_spec_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--spec", str(tmp_path / "none.yaml"), "--out", str(tmp_path)]) == 2
    assert "none.yaml:1: #: cannot be read" in capsys.readouterr().err


def test_a_refused_spec_leaves_the_folder_as_it_was(tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "ollama_client"
    shutil.copytree(tiny / "ollama_client", out)
    spec = tmp_path / "spec.yaml"
    spec.write_text(BASE.replace("3.1.0", "4.0.0"), encoding="utf-8")
    assert command.main(["--spec", str(spec), "--out", str(out)]) == 2
    assert contents(out) == contents(tiny / "ollama_client")


def test_another_version_of_a_tool_is_refused(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(render, "pins", lambda: {"jinja2": "1.0"})
    assert command.main(["--check", "--spec", str(tiny / "spec.yaml")]) == 2
    assert "jinja2 1.0 is pinned" in capsys.readouterr().err


# ---------------------------------------------------------------------- corruption


def containers(value: Any) -> Iterator[Any]:
    """Yield all non-empty objects and arrays inside a value."""
    if isinstance(value, (dict, list)) and value:
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from containers(item)


def with_other_data(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a document with one to three of its values deleted, replaced, renamed or moved."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        found = list(containers(data))
        if not found:
            break
        place = chance.choice(found)
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        action = chance.choice(["delete", "replace", "rename", "move"])
        if action == "delete":
            del place[key]
        elif action == "rename" and isinstance(place, dict):
            place[chance.choice(["", "$ref", "oneOf", "allOf", "type", "x-a", "a b"])] = place.pop(
                key
            )
        elif action == "move":
            place[key] = copy.deepcopy(chance.choice(found))
        else:
            place[key] = copy.deepcopy(chance.choice(VALUES))
    return data


def with_other_text(text: str, chance: random.Random) -> str:
    """Return a document that was cut, or with a line deleted, repeated, indented or damaged."""
    lines = text.splitlines(keepends=True)
    number = chance.randrange(len(lines))
    action = chance.choice(["cut", "delete", "repeat", "indent", "scribble"])
    if action == "cut":
        return text[: chance.randrange(len(text))]
    if action == "delete":
        del lines[number]
    elif action == "repeat":
        lines.insert(number, lines[number])
    elif action == "indent":
        lines[number] = " " + lines[number]
    else:
        place = chance.randrange(len(lines[number]))
        lines[number] = (
            lines[number][:place] + chance.choice("{}[]:&*!|>'\"%@`#\t\x00") + lines[number]
        )
    return "".join(lines)


def corrupted(spec: Path, seed: int) -> str:
    """Return a corrupted copy of a spec. It is always the same for a seed."""
    chance, loaded = random.Random(seed), description.load(spec, python=False)
    if seed % 3 == 0:
        (*others, text) = loaded.sources.values()
        return with_other_text(as_text(loaded.data) if others else text, chance)
    return as_text(with_other_data(loaded.data, chance))


def as_text(data: Any) -> str:
    """Return a description as one file."""
    return yaml.dump(data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


@pytest.mark.parametrize("seeds", GOLDEN_SEEDS, ids=lambda seeds: f"{seeds.start}-{seeds.stop}")
def test_a_corrupted_spec_is_refused_or_rendered_as_python(seeds: range, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    refused = 0
    for seed in seeds:
        spec.write_text(corrupted(GOLDEN / "spec.yaml", seed), encoding="utf-8")
        try:
            view = render.view_of(spec, "spec.yaml")
        except SpecError as error:
            refused += 1
            assert all(PROBLEM.fullmatch(line) for line in str(error).splitlines()), str(error)
            continue
        except Exception as error:
            raise AssertionError(f"seed {seed} makes a {type(error).__name__}") from error
        for name, text in render._files(view, "spec.yaml"):
            compile(text, f"{name} of seed {seed}", "exec")
    assert refused >= len(seeds) / 3


@pytest.mark.parametrize("seed", OWN_SEEDS)
def test_our_own_spec_corrupted(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(corrupted(SPEC, seed), encoding="utf-8")
    code = command.main(["--spec", str(spec), "--out", str(tmp_path / "ollama_client")])
    printed = capsys.readouterr()
    assert code in (0, 2)
    lines = printed.err.splitlines()
    if code == 0:  # there is a note for each omission
        assert all(line.startswith("note: ") for line in lines), lines
    else:
        assert all(PROBLEM.fullmatch(line) for line in lines[:-1]), lines
