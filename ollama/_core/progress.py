"""Owns the progress of a transfer: over all layers, with its rate, and how it is shown."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

import attrs
from ollama_client._runtime.bounds import is_count
from ollama_client.errors import InvalidRequestError

from ollama._core.requests import unexpected

__all__ = ["TransferProgress"]

T = TypeVar("T")

#: The rate covers the last seconds, so that it follows the speed of the connection.
_WINDOW_SECONDS = 10.0


@attrs.frozen
class TransferProgress:
    """The progress of a download, an upload or the creation of a model, over all layers.

    A server starts one layer after another, so `total` grows until all layers are known.
    """

    status: str
    """The current step, in the server's words."""
    completed: int
    """Number of finished bytes."""
    total: int
    """Number of bytes in all known layers."""
    rate: float | None
    """Bytes per second over the last 10 seconds; None before the first byte."""

    @property
    def fraction(self) -> float | None:
        """The finished part, from 0 to 1; None while the size is unknown."""
        return self.completed / self.total if self.total else None

    @property
    def remaining(self) -> float | None:
        """The remaining time at this rate, in seconds; None while there is no rate."""
        return (self.total - self.completed) / self.rate if self.rate else None


ProgressCallback: TypeAlias = Callable[[TransferProgress], object]


class Tracker:
    """Adds up the states of a transfer's layers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._layers: dict[str, tuple[int, int]] = {}
        self._before = 0  # bytes that were already there, which do not count for the rate
        self._status = ""
        self._moved: deque[tuple[float, int]] = deque([(clock(), 0)])

    def add(self, state: Mapping[str, Any]) -> None:
        """Add a state of a layer, or of the whole transfer."""
        self._status = str(state.get("status") or self._status)
        digest, total = state.get("digest"), state.get("total")
        done = state.get("completed")
        if not isinstance(digest, str) or not is_count(total):
            return
        completed = min(done, total) if is_count(done) else 0
        if digest not in self._layers or state.get("was_there"):
            self._before += completed - self._layers.get(digest, (0, 0))[0]
        self._layers[digest] = (completed, total)
        now = self._clock()
        self._moved.append((now, self._completed - self._before))
        while len(self._moved) > 2 and now - self._moved[0][0] > _WINDOW_SECONDS:
            self._moved.popleft()

    def reading(self, read: Callable[[dict[str, Any]], T]) -> Callable[[dict[str, Any]], T]:
        """Return a function that reads a state and also adds it."""

        def noting(state: dict[str, Any]) -> T:
            self.add(state)
            return read(state)

        return noting

    @property
    def _completed(self) -> int:
        return sum(completed for completed, _ in self._layers.values())

    def value(self) -> TransferProgress:
        """Return the progress."""
        (began, first), (ended, last) = self._moved[0], self._moved[-1]
        moved, seconds = last - first, ended - began
        return TransferProgress(
            self._status,
            self._completed,
            sum(total for _, total in self._layers.values()),
            moved / seconds if moved > 0 and seconds > 0 else None,
        )


# ---------------------------------------------------------------------- showing it


class Bar:
    """A tqdm progress bar, in a terminal or a notebook.

    Raises:
        ImportError: tqdm is not installed.
    """

    def __init__(self, *, unit: str = "B", total: int | None = None) -> None:
        try:
            tqdm = import_module("tqdm.auto").tqdm
        except ImportError as error:
            raise ImportError(
                "progress=True needs tqdm: pip install 'ollama-sdk[progress]', or pass a function"
            ) from error
        is_bytes = unit == "B"
        self._bar: Any = tqdm(total=total, unit=unit, unit_scale=is_bytes, unit_divisor=1000)

    def __call__(self, progress: TransferProgress) -> None:
        """Show the progress of a transfer."""
        if progress.total:
            self._bar.total = progress.total
        self._bar.set_description(progress.status, refresh=False)
        self.move_to(progress.completed)

    def move_to(self, count: int) -> None:
        """Show a count."""
        self._bar.update(count - self._bar.n)

    def close(self) -> None:
        """Close the bar. It stays visible."""
        self._bar.close()


@contextmanager
def showing(progress: Any) -> Generator[ProgressCallback | None, None, None]:
    """Yield a function that shows the progress of a transfer, or None.

    Raises:
        InvalidRequestError: `progress` is neither a bool nor a function.
        ImportError: `progress` is True, and tqdm is not installed.
    """
    if progress is None or progress is False:
        yield None
    elif progress is True:
        bar = Bar()
        try:
            yield bar
        finally:
            bar.close()
    elif callable(progress):
        yield progress
    else:
        raise InvalidRequestError(unexpected("progress", "True or a function", progress))
