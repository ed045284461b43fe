"""Owns the generators: installed once in the cache, and again if their pins change."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import threading
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from .core import HERE, Job, run

#: The jar is installed as a wheel. requirements.txt has the same pin.
OPENAPI_GENERATOR = "7.26.0"

_LOCK = threading.Lock()
_PYTHON_PINS = HERE / "python" / "requirements.txt"
_TYPESCRIPT = HERE / "typescript"


def python(cache: Path) -> Path:
    """Return the interpreter of an environment with the Python generators and the jar."""
    home = cache / "python"
    interpreter = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with _LOCK:
        if not _fresh(home, sys.version, _PYTHON_PINS):
            venv.create(home, clear=True, with_pip=True)
            quiet = ("--quiet", "--disable-pip-version-check")
            run(interpreter, "-m", "pip", "install", *quiet, "-r", _PYTHON_PINS, cwd=cache)
            _stamp(home, sys.version, _PYTHON_PINS)
    return interpreter


def node(cache: Path, pins: str = ".") -> Path:
    """Return a folder whose `node_modules` has the packages pinned in `typescript/<pins>`."""
    home = cache / "node" / pins
    files = [_TYPESCRIPT / pins / name for name in ("package.json", "package-lock.json")]
    with _LOCK:
        if not _fresh(home, "npm", *files):
            shutil.rmtree(home / "node_modules", ignore_errors=True)
            home.mkdir(parents=True, exist_ok=True)
            for file in files:
                shutil.copy(file, home)
            quiet = ("--no-audit", "--no-fund", "--loglevel=error")
            run("npm", "ci", "--ignore-scripts", *quiet, cwd=home)
            _stamp(home, "npm", *files)
    return home


def openapi_generator(
    job: Job,
    generator: str,
    *,
    fields: Mapping[str, str] | None = None,
    switches: Sequence[str] = (),
    **properties: str,
) -> None:
    """Generate with OpenAPI Generator into `job.out`; `properties` are its additional properties.

    `fields` renames fields in the client. `switches` are passed unchanged. It creates no docs or
    tests. Raises ToolError with its output.
    """
    jar = next(python(job.cache).parent.parent.rglob("openapi-generator.jar"))
    options = ["--additional-properties", _pairs(properties)] if properties else []
    options += ["--name-mappings", _pairs(fields)] if fields else []
    job.run(
        *("java", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar),
        *("generate", "-i", job.spec, "-g", generator, "-o", job.out),
        *("--global-property", "apiDocs=false,modelDocs=false,apiTests=false,modelTests=false"),
        *options,
        *switches,
    )


def _pairs(pairs: Mapping[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in pairs.items())


def _fresh(home: Path, *pins: str | Path) -> bool:
    stamp = home / ".installed"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(*pins)


def _stamp(home: Path, *pins: str | Path) -> None:
    (home / ".installed").write_text(_digest(*pins), encoding="utf-8")


def _digest(*pins: str | Path) -> str:
    texts = (pin.read_text(encoding="utf-8") if isinstance(pin, Path) else pin for pin in pins)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
