"""Locks that a process which was forked can use."""

from __future__ import annotations

import os
import threading

__all__ = ["lock_across_forks"]


def lock_across_forks() -> threading.Lock:
    """Return a lock that no child inherits held: the thread that holds it is not there."""
    lock = threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
        )
    return lock
