"""Owns the two virtual environments: the official client in one, ours, as built, in the other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(__file__).resolve().parent / ".venv"

OFFICIAL = "ollama==0.6.3"

#: Both clients stand on these; another version on one side would be measured as a difference.
SHARED = ("httpx==0.28.1", "httpcore==1.0.9", "h11==0.16.0", "anyio==4.16.0")

_BUILD_FILES = ("pyproject.toml", "README.md", "LICENSE")
_PACKAGES = ("ollama", "generated/ollama_client")
_STAMP = "installed.txt"


def prepare() -> dict[str, Path]:
    """Return the interpreter of each side; environments are made anew when they are out of date.

    Raises:
        subprocess.CalledProcessError: pip could not install a side.
    """
    return {
        "official": _environment("official", OFFICIAL, OFFICIAL),
        "ours": _environment("ours", str(ROOT), f"sources {_sources_hash()}"),
    }


def _environment(side: str, requirement: str, identity: str) -> Path:
    home = HOME / side
    python = home / "bin" / "python"
    stamp = "\n".join([sys.version, identity, *SHARED])
    if not _is_current(home, stamp):
        print(f"preparing the environment of {side} ...", file=sys.stderr, flush=True)
        venv.create(home, clear=True, with_pip=True)
        _install(python, requirement)
        (home / _STAMP).write_text(stamp, encoding="utf-8")
    return python


def _is_current(home: Path, stamp: str) -> bool:
    try:
        return (home / _STAMP).read_text(encoding="utf-8") == stamp
    except FileNotFoundError:
        return False


def _install(python: Path, requirement: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), "-m", "pip", "install", "--quiet", requirement, *SHARED]
    subprocess.run(command, check=True, env=environ, cwd=HOME)


def _sources_hash() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Yield every file that decides what the installed package is."""
    yield from (ROOT / name for name in _BUILD_FILES if (ROOT / name).exists())
    for package in _PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file
