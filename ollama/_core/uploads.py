"""Owns files that report how much of them was sent."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import attrs

from ollama._core.progress import ProgressCallback, Tracker

if TYPE_CHECKING:
    from typing_extensions import Self


@attrs.define(eq=False)
class Report:
    """Shows the combined progress of several uploads. Safe to use from several threads."""

    _show: ProgressCallback
    _tracker: Tracker = attrs.field(factory=Tracker, init=False)
    _lock: Any = attrs.field(factory=threading.Lock, init=False)

    def add(self, state: Mapping[str, Any]) -> None:
        """Record and show the progress of a file."""
        with self._lock:
            self._tracker.add(state)
            self._show(self._tracker.value())


class ReportedPath(os.PathLike[str]):
    """The path of a file that reports its progress when it is read."""

    def __init__(self, path: str | os.PathLike[str], digest: str, report: Report) -> None:
        self._path = Path(path)
        self._size = self._path.stat().st_size
        self._digest = digest
        self._report = report
        self.tell(0)

    def __fspath__(self) -> str:
        return str(self._path)

    def open(self, _mode: str) -> _ReportedFile:
        """Open the file for reading bytes."""
        return _ReportedFile(self._path.open("rb"), self)

    def tell(self, completed: int | None = None) -> None:
        """Report how much was sent; None if the server already has the file."""
        name, size = self._digest[7:19], self._size
        self._report.add(
            {
                "status": f"uploading {name}" if completed is not None else f"already there {name}",
                "digest": self._digest,
                "total": size,
                "completed": size if completed is None else completed,
                "was_there": completed is None,
            }
        )


class _ReportedFile:
    """An open file that reports its progress."""

    def __init__(self, file: IO[bytes], path: ReportedPath) -> None:
        self._file, self._path = file, path
        self.tell, self.seek = file.tell, file.seek

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._path.tell(self._file.tell())
        return piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
