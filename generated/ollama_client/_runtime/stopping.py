# Copied from runtime/stopping.py by `make generate`. Do not edit: edit the original.
"""Owns stopping a call from outside: from another thread or task, or at its deadline."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import threading
import time
import weakref
from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal, TypeVar

import httpx

from . import errors

__all__ = ["KEY", "Stop", "left_when_ended", "waker"]

T = TypeVar("T")

#: The key of a request's `Stop` in the extensions of httpx.
KEY = "ollama_stop"

_POLL_SECONDS = 0.02

_lock = threading.RLock()


class Stop:
    """Ends a call by shutting down the connection that the call uses.

    The transport attaches the connection while the call uses it, and detaches it before it returns
    to the pool. So a connection of another call is never shut down.

    Args:
        deadline: Seconds after which the call ends, counted from `begin`.
    """

    __slots__ = (
        "__weakref__", "_deadline", "_find_socket", "_generation", "_wake", "ends_at", "reason",
    )  # fmt: skip

    def __init__(self, deadline: float | None = None) -> None:
        self._deadline = deadline
        self._find_socket: Callable[[], Any] | None = None
        self._wake: Callable[[], Any] | None = None
        self._generation = 0
        self.ends_at: float | None = None
        """The end of the time limit, by the monotonic clock."""
        self.reason: Literal["stopped", "deadline"] | None = None
        """Why the call was ended; None if it was not."""

    def begin(self) -> None:
        """Start the time limit, unless it has already started."""
        if self._deadline is not None and self.ends_at is None:
            self.ends_at = time.monotonic() + self._deadline
            _clock.add(self)

    def stop(self, reason: Literal["stopped", "deadline"] = "stopped") -> None:
        """End the call. It is safe to call this more than once, and after the call is over."""
        with _lock:
            if self.reason is not None:
                return
            self.reason = reason
            if self._wake is not None:
                self._wake()
            generation = self._generation
            if self._find_socket is None or self._shut():
                return
        # The call is connecting. Its connection can only be shut down once it exists.
        poll = threading.Thread(target=self._shut_later, args=(generation,), daemon=True)
        poll.start()

    def attach(self, find_socket: Callable[[], Any]) -> None:
        """Set how to find the socket that the call uses from now on."""
        with _lock:
            self._find_socket = find_socket
            self._generation += 1
        self.demand_going()

    def detach(self) -> None:
        """Note that the call no longer uses a connection."""
        with _lock:
            self._find_socket = None

    def wake_by(self, wake: Callable[[], Any] | None) -> None:
        """Set how to wake the call while it waits for a connection."""
        with _lock:
            self._wake = wake
        if wake is not None:
            self.demand_going()

    def demand_going(self) -> None:
        """Raise an error if the call was ended.

        Raises:
            StreamStoppedError: The call was stopped.
            DeadlineExceeded: The deadline of the call has passed.
        """
        if self.reason is not None:
            raise self.error()

    def error(self, request: httpx.Request | None = None) -> errors.OllamaError:
        """Return the error for a call that was ended."""
        if self.reason == "deadline":
            where = f" from {errors.address_of(request.url)}" if request else ""
            message = f"no complete answer{where} within {self._deadline:g} s (deadline)"
            return errors.DeadlineExceeded(message, request=request)
        return errors.StreamStoppedError("the call was stopped before its end")

    def _shut(self) -> bool:
        """Shut down the socket, and return whether there was one. The lock must be held."""
        found = self._find_socket() if self._find_socket is not None else None
        if found is None:
            return False
        # With a duplicate handle, because the objects of ssl, asyncio and trio are used by others.
        with (
            contextlib.suppress(OSError),
            socket.fromfd(found.fileno(), found.family, found.type) as own,
        ):
            own.shutdown(socket.SHUT_RDWR)
        return True

    def _shut_later(self, generation: int) -> None:
        while True:
            time.sleep(_POLL_SECONDS)
            with _lock:
                if self._find_socket is None or self._generation != generation or self._shut():
                    return


def left_when_ended(stop: Stop, call: Callable[[], T], discard: Callable[[T], object]) -> T:
    """Return the result of a blocking call, unless `stop` ends it first.

    The call runs in its own thread. If the call is ended, the thread is abandoned, and `discard` is
    called with its result.

    Raises:
        StreamStoppedError: The call was stopped.
        DeadlineExceeded: The deadline of the call has passed.
    """
    lock, is_over = threading.Lock(), threading.Event()
    results: list[T] = []
    failure: BaseException | None = None
    is_left = False

    def work() -> None:
        nonlocal failure
        try:
            result = call()
        except BaseException as error:  # re-raised below
            failure = error
        else:
            with lock:
                results.append(result)
                is_late = is_left
            if is_late:
                discard(result)
        is_over.set()

    try:
        stop.wake_by(is_over.set)
        threading.Thread(target=work, name="ollama-connect", daemon=True).start()
        is_over.wait()
        stop.wake_by(None)
        stop.demand_going()
    except BaseException:
        with lock:
            is_left, arrived = True, [*results]
        for result in arrived:
            discard(result)
        raise
    if failure is not None:
        try:
            raise failure
        finally:
            failure = None  # avoids a reference cycle with this frame
    return results[0]


def waker(wake: Callable[[], Any]) -> Callable[[], None]:
    """Return a thread-safe function that calls `wake` in the current event loop."""
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        trio: Any = import_module("trio")
        token = trio.lowlevel.current_trio_token()
        return lambda: token.run_sync_soon(wake)

    def soon() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and so has the call
            loop.call_soon_threadsafe(wake)

    return soon


class _Clock:
    """Ends calls at their deadlines, with one thread for all calls."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: list[tuple[float, int, Any]] = []
        self._count = itertools.count()
        self._thread: threading.Thread | None = None

    def add(self, stop: Stop) -> None:
        """Schedule the end of a call."""
        from heapq import heappush  # imported here because few calls have a deadline

        entry = (stop.ends_at or 0.0, next(self._count), weakref.ref(stop))
        with self._changed:
            heappush(self._calls, entry)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="ollama-deadlines", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        from heapq import heappop

        while True:
            with self._changed:
                while not self._calls or self._calls[0][0] > time.monotonic():
                    left = self._calls[0][0] - time.monotonic() if self._calls else None
                    self._changed.wait(left)
                stop = heappop(self._calls)[2]()
            if stop is not None:
                stop.stop("deadline")


_clock = _Clock()


def _begin_anew() -> None:
    global _lock, _clock
    _lock, _clock = threading.RLock(), _Clock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
