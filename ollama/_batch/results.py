"""Owns the results of many inputs, their progress, and the journal."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeAlias

import attrs
from ollama_client import models
from ollama_client._runtime import codec
from ollama_client.errors import InvalidRequestError, OllamaError

from ollama._core.progress import Bar
from ollama._core.requests import unexpected

__all__ = ["BatchProgress", "BatchResult"]

#: Errors of a single input. Others end the work. Images may raise a plain ValueError.
FAILURES = (OllamaError, ValueError)

#: The start of each line of a journal.
_BEGINNING = b'{"key":'


@attrs.frozen
class BatchResult:
    """The result for one input of `chat_many`: an answer, or an error."""

    index: int
    """The position of the input, from 0."""
    item: Any
    """The input, as it was passed in."""
    response: models.ChatResponse | None = None
    """The answer; None if there is an error."""
    error: OllamaError | ValueError | None = None
    """The error; None if there is an answer. A ValueError that is not an `OllamaError` is about an
    image, such as a file that does not exist."""
    is_resumed: bool = False
    """Whether the answer was taken from the journal."""
    key: str = attrs.field(default="", repr=False)
    """The key of the request in the journal."""

    @property
    def text(self) -> str:
        """The text of the answer.

        Raises:
            OllamaError: There is no answer. This is the error of the input.
            ValueError: The same, if an image cannot be read.
        """
        if self.error is not None:
            raise self.error
        return self.response.text if self.response else ""


@attrs.frozen
class BatchProgress:
    """The progress of work on many inputs."""

    done: int
    """Number of finished inputs, including those with an error."""
    failed: int
    """Number of inputs with an error."""
    total: int | None
    """Number of all inputs; None if the iterable has no length."""


BatchCallback: TypeAlias = Callable[[BatchProgress], object]


class Counting:
    """Counts finished inputs, and reports the progress."""

    def __init__(self, show: BatchCallback | None, items: Any) -> None:
        self._show = show
        self._done = self._failed = 0
        self._total = len(items) if hasattr(items, "__len__") else None

    def add(self, count: int = 1, failed: int = 0) -> None:
        """Count finished inputs."""
        self._done, self._failed = self._done + count, self._failed + failed
        if self._show is not None:
            self._show(BatchProgress(self._done, self._failed, self._total))


@contextmanager
def counting(progress: Any, items: Any) -> Generator[Counting, None, None]:
    """Yield a counter, and show the progress while the block runs.

    Raises:
        InvalidRequestError: `progress` is neither a bool nor a function.
        ImportError: `progress` is True, and tqdm is not installed.
    """
    demand_progress(progress)
    if progress is True:
        total = len(items) if hasattr(items, "__len__") else None
        bar = Bar(unit="it", total=total)
        try:
            yield Counting(lambda it: bar.move_to(it.done), items)
        finally:
            bar.close()
    else:
        yield Counting(progress or None, items)


def demand_progress(progress: Any) -> None:
    """Check a `progress` argument.

    Raises:
        InvalidRequestError: The value is neither a bool nor a function.
    """
    if progress not in (None, True, False) and not callable(progress):
        raise InvalidRequestError(unexpected("progress", "True or a function", progress))


# ---------------------------------------------------------------------- the journal


class Journal:
    """A file with a line for each answer, so that interrupted work can be resumed.

    A request is identified by its body, and by how many equal ones came before it. Errors are not
    saved.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self._answers: dict[str, Any] = {}
        self._seen: Counter[str] = Counter()
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()
        if path is None:
            return
        self._file = Path(path).open("a+b")  # noqa: SIM115 - closed by `close`
        try:
            self._file.truncate(self._read(self._file))
        except BaseException:
            self._file.close()
            raise

    def _read(self, file: IO[bytes]) -> int:
        """Read the answers of a file, and return the length of its complete lines.

        Raises:
            InvalidRequestError: The file is not a journal. It is not changed.
        """
        file.seek(0)
        whole = 0
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n") and line.startswith(_BEGINNING[: len(line)]):
                break  # the program was stopped while it was writing
            try:
                entry = json.loads(line)
                self._answers[entry["key"]] = {**entry["response"]}
            except (LookupError, TypeError, ValueError):
                said = f"journal: line {number} of {file.name} is not an answer of chat_many"
                raise InvalidRequestError(said) from None
            whole += len(line)
        return whole

    @property
    def is_kept(self) -> bool:
        """Whether there is a file."""
        return self._file is not None

    def key(self, body: Any) -> str:
        """Return the key of a request. Must be called once for each request, in order."""
        digest = hashlib.sha256(codec.request_body(body)).hexdigest()
        self._seen[digest] += 1
        return f"{digest}-{self._seen[digest]}"

    def answer(self, key: str) -> models.ChatResponse | None:
        """Return the saved answer to a request, if any."""
        data = self._answers.pop(key, None)
        return None if data is None else models.ChatResponse.from_dict(data)

    def add(self, key: str, response: models.ChatResponse) -> None:
        """Save an answer. It is in the file when this returns."""
        if self._file is not None:
            line = codec.dumps({"key": key, "response": response.to_dict()}) + b"\n"
            with self._lock:
                self._file.write(line)
                self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
