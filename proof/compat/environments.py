"""Owns the scratch folder: the official sources, and an environment for each of the two clients."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
import venv
from dataclasses import dataclass
from pathlib import Path

from .processes import TIMED_OUT, run

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".compat"

VERSION = "0.6.3"
_OFFICIAL = f"ollama=={VERSION}"
_ARCHIVE = f"ollama-{VERSION}.tar.gz"
_ARCHIVE_SHA256 = "41fc49a8095c4a75939c4c1f8582e4d0671692fb6eac2a5a7ede8c9872b67096"
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_STAMP = "installed.txt"

#: Prints the distributions that may provide `ollama`, and the file that an import reads.
_WHICH = """
import importlib.metadata as m, ollama
names = sorted({d.metadata["Name"].lower() for d in m.distributions()} & {"ollama", "ollama-sdk"})
print(*names, ollama.__file__, sep="|")
"""


class PreparationError(RuntimeError):
    """The scratch folder could not be prepared: no registry, a failed install, or wrong content."""


@dataclass(frozen=True)
class Workshop:
    """The resources of the checks: two interpreters, and the official tests and examples."""

    ours: Path
    official: Path
    tests: Path
    examples: Path

    def python(self, side: str) -> Path:
        """Return the interpreter of `ours` or `official`."""
        return self.ours if side == "ours" else self.official


def prepare() -> Workshop:
    """Create or update everything in the scratch folder.

    Raises PreparationError with the reason.
    """
    SCRATCH.mkdir(exist_ok=True)
    (SCRATCH / ".gitignore").write_text("*\n", encoding="utf-8")
    sources = _official_sources()
    official = _environment("official", _OFFICIAL, _REQUIREMENTS)
    ours = _environment("ours", str(ROOT), _REQUIREMENTS, ROOT / "pyproject.toml")
    # The sources change between runs, but the version, which pip compares, does not.
    _pip(ours, "install", "--no-deps", "--force-reinstall", str(ROOT))
    _require_only(official, "ollama")
    _require_only(ours, "ollama-sdk")
    return Workshop(ours, official, sources / "tests", sources / "examples")


def _official_sources() -> Path:
    """Unpack the tests and examples, except what is importable as `ollama`. Return the folder."""
    downloads, sources = SCRATCH / "downloads", SCRATCH / "sources"
    archive = downloads / _ARCHIVE
    if not archive.exists():
        downloads.mkdir(exist_ok=True)
        _pip(
            Path(sys.executable),
            *("download", "--no-deps", "--no-binary", "ollama", "--dest", str(downloads)),
            _OFFICIAL,
        )
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != _ARCHIVE_SHA256:
        raise PreparationError(f"{_ARCHIVE} is not the expected release: its SHA-256 is {found}")
    shutil.rmtree(sources, ignore_errors=True)
    with tarfile.open(archive) as packed:
        top = f"ollama-{VERSION}/"
        for member in packed.getmembers():
            path = Path(member.name.removeprefix(top))
            wanted = str(path) == "pyproject.toml" or path.parts[:1] in (("tests",), ("examples",))
            content = packed.extractfile(member) if wanted and member.isfile() else None
            if content is not None and ".." not in path.parts:
                (sources / path).parent.mkdir(parents=True, exist_ok=True)
                (sources / path).write_bytes(content.read())
    return sources


def _environment(side: str, client: str, *pins: Path) -> Path:
    """Return the interpreter of a side's environment, which is recreated if `pins` have changed."""
    home = SCRATCH / side
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    contents = [file.read_text(encoding="utf-8") for file in pins]
    stamp = "\n".join([sys.version, client, *contents])
    made = home / _STAMP
    if not made.exists() or made.read_text(encoding="utf-8") != stamp:
        venv.create(home, clear=True, with_pip=True)
        _pip(python, "install", "--requirement", str(_REQUIREMENTS), client)
        made.write_text(stamp, encoding="utf-8")
    return python


def _pip(python: Path, *arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    # Unlike the compared programs, pip may need the proxies of the caller's settings.
    proxies = {name: value for name, value in os.environ.items() if "PROXY" in name.upper()}
    command: list[str | Path] = [python, "-m", "pip", *arguments, *quiet]
    done = run(command, cwd=SCRATCH, settings=proxies)
    if done.status:
        reason = done.errors.strip() if done.status != TIMED_OUT else "it took too long"
        raise PreparationError(f"pip {' '.join(arguments)} failed: {reason}")


def _require_only(python: Path, distribution: str) -> None:
    """Check that `ollama` only comes from `distribution`, installed in this environment."""
    done = run([python, "-c", _WHICH], cwd=SCRATCH)
    names, _, file = done.output.strip().rpartition("|")
    home = python.parent.parent
    if done.status or names != distribution or not Path(file).is_relative_to(home):
        raise PreparationError(
            f"{home.name}: expected only {distribution}, found {done.output or done.errors}"
        )
