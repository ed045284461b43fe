# Copied from runtime/stopping.py by `make generate`. Do not edit: edit the original.
"""Ending a call from outside: by another thread or task, or when its time is over."""

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

#: Where a request carries its `Stop`, among the extensions of httpx.
KEY = "ollama_stop"

_POLL_SECONDS = 0.02

_lock = threading.RLock()


class Stop:
    """What ends one call: it shuts the connection that the call uses, wherever that is.

    The transport attaches the connection while the call has it, and detaches it before it is given
    back: what another call uses is never shut.

    Args:
        deadline: Seconds after which the call is ended by itself, counted from `begin`.
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
        """When the time is over, by the monotonic clock."""
        self.reason: Literal["stopped", "deadline"] | None = None
        """Why the call was ended; None while it was not."""

    def begin(self) -> None:
        """Count the time from now on, unless it is counted already."""
        if self._deadline is not None and self.ends_at is None:
            self.ends_at = time.monotonic() + self._deadline
            _clock.add(self)

    def stop(self, reason: Literal["stopped", "deadline"] = "stopped") -> None:
        """End the call; harmless when it is over."""
        with _lock:
            if self.reason is not None:
                return
            self.reason = reason
            if self._wake is not None:
                self._wake()
            generation = self._generation
            if self._find_socket is None or self._shut():
                return
        # It connects just now; there is nothing to shut before it has.
        poll = threading.Thread(target=self._shut_later, args=(generation,), daemon=True)
        poll.start()

    def attach(self, find_socket: Callable[[], Any]) -> None:
        """Note how to find the socket that the call uses from now on."""
        with _lock:
            self._find_socket = find_socket
            self._generation += 1
        self.demand_going()

    def detach(self) -> None:
        """Note that the call uses no connection any more."""
        with _lock:
            self._find_socket = None

    def wake_by(self, wake: Callable[[], Any] | None) -> None:
        """Note how to wake a call that waits for a connection."""
        with _lock:
            self._wake = wake
        if wake is not None:
            self.demand_going()

    def demand_going(self) -> None:
        """Refuse to go on with a call that was ended.

        Raises:
            StreamStoppedError: It was stopped.
            DeadlineExceeded: Its time is over.
        """
        if self.reason is not None:
            raise self.error()

    def error(self, request: httpx.Request | None = None) -> errors.OllamaError:
        """Return the error of a call that was ended."""
        if self.reason == "deadline":
            where = f" from {errors.address_of(request.url)}" if request else ""
            message = f"no whole answer{where} within {self._deadline:g} s (deadline)"
            return errors.DeadlineExceeded(message, request=request)
        return errors.StreamStoppedError("the call was stopped before its end")

    def _shut(self) -> bool:
        """Shut the socket; return whether there was one. The lock is held."""
        found = self._find_socket() if self._find_socket is not None else None
        if found is None:
            return False
        # By a second handle to it: the objects of ssl, asyncio and trio are another's to use.
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
    """Return what a call that blocks returns, unless `stop` ends it first.

    It is made in a thread of its own, which is left behind then; `discard` gets what it returns
    later.

    Raises:
        StreamStoppedError: It was stopped.
        DeadlineExceeded: Its time is over.
    """
    lock, is_over = threading.Lock(), threading.Event()
    results: list[T] = []
    failure: BaseException | None = None
    is_left = False

    def work() -> None:
        nonlocal failure
        try:
            result = call()
        except BaseException as error:  # raised again by the caller
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
            failure = None  # it refers to this frame
    return results[0]


def waker(wake: Callable[[], Any]) -> Callable[[], None]:
    """Return what has the running loop call a function, from any thread; nothing once it ended."""
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        trio: Any = import_module("trio")
        token = trio.lowlevel.current_trio_token()
        return lambda: token.run_sync_soon(wake)

    def soon() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and the call with it
            loop.call_soon_threadsafe(wake)

    return soon


class _Clock:
    """Ends calls whose time is over, in one thread for all of them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: list[tuple[float, int, Any]] = []
        self._count = itertools.count()
        self._thread: threading.Thread | None = None

    def add(self, stop: Stop) -> None:
        """Have a call ended at its time."""
        from heapq import heappush  # late: few calls have a deadline

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
