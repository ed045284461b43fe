"""The output is the same for every hash seed, folder, locale and interpreter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import flavours, render
from tests.patience import PATIENCE

from .support import ROOT, contents, run_generator

DIST = ROOT / "openapi" / "dist"


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """Return the files in the repository. Another test compares them with newly rendered ones."""
    return contents(ROOT / "generated" / "ollama_client")


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["random"])
def test_the_hash_seed_the_folder_and_the_locale_change_nothing(
    seed: str, kept: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "ruff.toml").write_text('line-length = 40\nformat.quote-style = "single"\n')
    out, dist = tmp_path / "ollama_client", tmp_path / "dist"
    settings = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo"}
    done = run_generator(
        "--out", out, "--dist", dist, cwd=tmp_path, PYTHONHASHSEED=seed, **settings
    )
    assert done.returncode == 0, done.stderr
    assert contents(out) == kept
    assert contents(dist) == {name: (DIST / name).read_bytes() for name in flavours.FLAVOURS}
    names = ["dist", "ollama_client", "ruff.toml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_nothing_rendered_names_this_machine(kept: dict[str, bytes]) -> None:
    for name, text in kept.items():
        assert str(ROOT).encode() not in text, name
        assert str(Path.home()).encode() + b"/" not in text, name
        assert b"\r" not in text, name


# ---------------------------------------------------------------------- other interpreters


def others() -> dict[str, str]:
    """Return the other installed CPythons from 3.11 that work: paths by version."""
    found: dict[str, str] = {}
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [str(path) for path in sorted(versions.glob("3.*/bin/python"))]
    candidates += [
        path for minor in range(11, 20) if (path := shutil.which(f"python3.{minor}")) is not None
    ]
    for path in candidates:
        version = version_of(path)
        if version and version >= (3, 11) and version != sys.version_info[:2]:
            found.setdefault(f"3.{version[1]}", path)
    return found


def version_of(path: str) -> tuple[int, int] | None:
    """Return the version of a CPython, or None if it does not run or is not a CPython."""
    code = "import platform; print(platform.python_implementation(), platform.python_version())"
    try:
        done = subprocess.run(
            [path, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except OSError:
        return None
    match = re.match(r"CPython (\d+)\.(\d+)", done.stdout)
    return (int(match[1]), int(match[2])) if match and done.returncode == 0 else None


def python_with_the_toolchain(interpreter: str, folder: Path) -> Path:
    """Return the interpreter of a new environment that has the group `generate`."""
    venv = [interpreter, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(venv, check=True, capture_output=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = [f"{name}=={number}" for name, number in render.pins().items()]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--python", str(python), "install", *wanted],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        pytest.skip(f"the toolchain cannot be installed for {interpreter}: {last}")
    return python


@pytest.mark.slow
def test_the_interpreter_changes_nothing(kept: dict[str, bytes], tmp_path: Path) -> None:
    if not others():
        pytest.skip("there is no other CPython here that runs the generator")
    # Only the most distant version. The workflows check all of them for drift.
    interpreter = max(others().items(), key=lambda it: int(it[0].partition(".")[2]))[1]
    python = python_with_the_toolchain(interpreter, tmp_path / "venv")
    out = tmp_path / "ollama_client"
    done = subprocess.run(
        [str(python), "-W", "error", "-m", "generator", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert contents(out) == kept
