"""Owns the sides, and a virtual environment for each: ours as built, and the others as released."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomllib

from .summary import OFFICIAL, OURS

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(__file__).resolve().parent / ".venv"

#: The versions of all packages on all sides, as constraints for pip.
PINS = Path(__file__).resolve().parent / "pins.txt"

#: Dependencies of both clients named `ollama`. Different versions would affect the comparison.
SHARED = ("httpx", "httpcore", "h11", "anyio")

_BUILD_FILES = ("pyproject.toml", "README.md", "LICENSE")
_PACKAGES = ("ollama", "generated/ollama_client")
_STAMP = "installed.txt"


@dataclass(frozen=True)
class Side:
    """A measured client."""

    name: str
    module: str
    """The module of `workloads` for it."""
    requirements: tuple[str, ...]
    megabytes: int
    """Approximate size of its packages to download."""
    extra: str = ""
    """The extra of our package that it is measured with."""
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Keyword arguments for our AsyncClient."""
    environ: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def folder(self) -> Path:
        """The environment's folder."""
        return HOME / self.name

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "bin" / "python"


_RELEASED = (
    Side(OFFICIAL, "of_ollama", ("ollama", "numpy"), 20),
    Side("openai", "of_openai", ("openai",), 6),
    Side(
        "litellm",
        "of_litellm",
        ("litellm",),
        81,
        # Otherwise, it loads a table of prices from the network.
        environ={"LITELLM_LOCAL_MODEL_COST_MAP": "True"},
    ),
    Side("langchain-ollama", "of_langchain", ("langchain-ollama",), 13),
)

#: Our extras for speed: their approximate download size, and the keywords of `AsyncClient` that
#: select them.
_EXTRAS: dict[str, tuple[int, dict[str, Any]]] = {
    "arrays": (21, {}),
    "aiohttp": (4, {"transport": "aiohttp"}),
}


def with_extra(extra: str) -> str:
    """Return the name of our side with an extra."""
    return f"{OURS}-{extra}"


def sides() -> dict[str, Side]:
    """Return all sides by name. An extra is only included if `pyproject.toml` has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    there = project["optional-dependencies"]
    ours = [Side(OURS, "of_ollama", (str(ROOT),), 1)]
    for extra, (size, options) in _EXTRAS.items():
        if extra in there:
            wanted = (f"{ROOT}[{extra}]",)
            ours.append(Side(with_extra(extra), "of_ollama", wanted, size, extra, options))
    official, *others = _RELEASED
    return {side.name: side for side in (official, *ours, *others)}


def prepare(chosen: Iterable[Side]) -> None:
    """Create the environments of sides. Those that are up to date are kept.

    Raises:
        subprocess.CalledProcessError: pip could not install a side.
    """
    sources, pins = _sources_hash(), PINS.read_text(encoding="utf-8")
    for side in chosen:
        identity = json.dumps([sys.version, side.requirements, pins, sources * _is_ours(side)])
        if not _is_current(side.folder, identity):
            print(
                f"creating the environment of {side.name}: downloads about {side.megabytes} MB of "
                "packages from PyPI, unless pip has cached them",
                file=sys.stderr,
                flush=True,
            )
            venv.create(side.folder, clear=True, with_pip=True)
            _install(side)
            (side.folder / _STAMP).write_text(identity, encoding="utf-8")


def _is_ours(side: Side) -> bool:
    return side.name.startswith(OURS)


def _is_current(home: Path, identity: str) -> bool:
    try:
        return (home / _STAMP).read_text(encoding="utf-8") == identity
    except FileNotFoundError:
        return False


def _install(side: Side) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pip = [str(side.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "--constraint", str(PINS), *side.requirements]
    subprocess.run(command, check=True, env=environ, cwd=HOME)


def _sources_hash() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Yield all files that affect the installed package."""
    yield from (ROOT / name for name in _BUILD_FILES if (ROOT / name).exists())
    for package in _PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file
