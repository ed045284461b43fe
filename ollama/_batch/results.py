"""Owns what comes of many inputs: a result for each, how far the work is, and the journal of it."""

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

#: What belongs to one input; all else ends the work. Images raise errors that are not ours alone.
FAILURES = (OllamaError, ValueError)

#: How each line of a journal begins.
_BEGINNING = b'{"key":'


@attrs.frozen
class BatchResult:
    """What came of one input of `chat_many`: an answer, or an error."""

    index: int
    """The place of the input, from 0."""
    item: Any
    """The input: messages, as they were given."""
    response: models.ChatResponse | None = None
    """The answer; None if there is an error."""
    error: OllamaError | ValueError | None = None
    """What went wrong with this input; None if there is an answer. A ValueError that is not an
    `OllamaError` is about an image, such as a file that does not exist."""
    is_resumed: bool = False
    """Whether the answer was taken from the journal."""
    key: str = attrs.field(default="", repr=False)
    """What the journal knows the request by."""

    @property
    def text(self) -> str:
        """The text of the answer.

        Raises:
            OllamaError: There is none: the error of this input.
            ValueError: The same, where an image cannot be read.
        """
        if self.error is not None:
            raise self.error
        return self.response.text if self.response else ""


@attrs.frozen
class BatchProgress:
    """How far the work through many inputs is."""

    done: int
    """How many inputs are done, those with an error included."""
    failed: int
    """How many of them have an error."""
    total: int | None
    """How many inputs there are; None where the iterable does not tell."""


BatchCallback: TypeAlias = Callable[[BatchProgress], object]


class Counting:
    """Counts what is done, and shows it."""

    def __init__(self, show: BatchCallback | None, items: Any) -> None:
        self._show = show
        self._done = self._failed = 0
        self._total = len(items) if hasattr(items, "__len__") else None

    def add(self, count: int = 1, failed: int = 0) -> None:
        """Count further inputs that are done."""
        self._done, self._failed = self._done + count, self._failed + failed
        if self._show is not None:
            self._show(BatchProgress(self._done, self._failed, self._total))


@contextmanager
def counting(progress: Any, items: Any) -> Generator[Counting, None, None]:
    """Give what counts for the time of the block.

    Raises:
        InvalidRequestError: The progress is neither a bool nor a function.
        ImportError: It is True, and tqdm is not installed.
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
    """Refuse what can show no progress.

    Raises:
        InvalidRequestError: The value is neither a bool nor a function.
    """
    if progress not in (None, True, False) and not callable(progress):
        raise InvalidRequestError(unexpected("progress", "True or a function", progress))


# ---------------------------------------------------------------------- the journal


class Journal:
    """A file with a line for each answer, so that stopped work goes on where it was.

    A request is known by its body and by how many of the same came before it. Errors are not kept.
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
        """Read the answers of a file, and return where their lines end.

        Raises:
            InvalidRequestError: It is not a journal; it stays as it is.
        """
        file.seek(0)
        whole = 0
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n") and line.startswith(_BEGINNING[: len(line)]):
                break  # the program was stopped while it wrote
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
        """Return what a request is known by; to be asked once for each, in their order."""
        digest = hashlib.sha256(codec.request_body(body)).hexdigest()
        self._seen[digest] += 1
        return f"{digest}-{self._seen[digest]}"

    def answer(self, key: str) -> models.ChatResponse | None:
        """Return the answer to a request that the journal has."""
        data = self._answers.pop(key, None)
        return None if data is None else models.ChatResponse.from_dict(data)

    def add(self, key: str, response: models.ChatResponse) -> None:
        """Keep an answer: it is in the file when this returns."""
        if self._file is not None:
            line = codec.dumps({"key": key, "response": response.to_dict()}) + b"\n"
            with self._lock:
                self._file.write(line)
                self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
