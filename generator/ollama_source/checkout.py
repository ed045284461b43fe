"""The files of a release of Ollama, from a work tree or from a tag of a git repository."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from ..problems import Problem, SpecError
from .golang import Package, read_package

_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)


class Checkout:
    """The Go module of a release. Its packages are parsed on demand.

    Args:
        path: A work tree or a git directory.
        tag: The release to read. Default: the current files of the work tree.

    Raises:
        SpecError: There is no Go module, git is not installed, or there is no such tag.
    """

    def __init__(self, path: Path, tag: str | None = None) -> None:
        self.path = path
        self.tag = tag
        self._packages: dict[str, Package] = {}
        self._archive = _archive(path, tag) if tag else None
        stated = self._archive[""]["go.mod"] if self._archive else self._read("go.mod")
        declared = _MODULE.search(stated.decode())
        if declared is None:
            raise _problem(path, "its go.mod does not declare a module")
        self.module = declared[1]

    @property
    def release(self) -> str:
        """The given tag, the tag of the work tree, or `unreleased`."""
        if self.tag:
            return self.tag
        described = _git(self.path, "describe", "--tags", "--exact-match", check=False)
        return described.decode().strip() or "unreleased"

    def package(self, folder: str) -> Package:
        """Return the package in a folder. It is empty if there is no such folder."""
        if folder not in self._packages:
            self._packages[folder] = read_package(folder, self.go_files(folder))
        return self._packages[folder]

    def folder(self, path: str) -> str | None:
        """Return the folder of an import path, or None if it belongs to another module."""
        inside = path == self.module or path.startswith(f"{self.module}/")
        return path.removeprefix(self.module).strip("/") if inside else None

    def imported(self, path: str) -> Package | None:
        """Return a package by its import path, or None if it belongs to another module."""
        folder = self.folder(path)
        return None if folder is None else self.package(folder)

    def go_files(self, folder: str) -> dict[str, bytes]:
        """Return the Go files of a folder, by name."""
        if self._archive is None:
            return {file.name: file.read_bytes() for file in (self.path / folder).glob("*.go")}
        return self._archive.get(folder, {})

    def _read(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise _problem(self.path, f"cannot be read as a checkout: {error}") from None


def _archive(path: Path, tag: str) -> dict[str, dict[str, bytes]]:
    """Return go.mod and the Go files of a tag, by folder and name."""
    packed = _git(path, "archive", "--format=tar", tag, "--", "go.mod", ":(glob)**/*.go")
    found: dict[str, dict[str, bytes]] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                folder, _, name = member.name.rpartition("/")
                found.setdefault(folder, {})[name] = content.read()
    return found


def _git(path: Path, *arguments: str, check: bool = True) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise _problem(path, "git is not installed")
    done = subprocess.run([git, "-C", str(path), *arguments], capture_output=True, check=False)
    if done.returncode and check:
        reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise _problem(path, f"git cannot read it: {reason}")
    return done.stdout


def _problem(path: Path, message: str) -> SpecError:
    return SpecError([Problem(str(path), 1, (), message)])
