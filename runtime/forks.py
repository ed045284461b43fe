"""Owns locks that stay usable in a forked process."""

from __future__ import annotations

import os
import threading

__all__ = ["lock_across_forks"]


def lock_across_forks() -> threading.Lock:
    """Return a lock that is never held in a forked child.

    Otherwise a child could inherit a lock that is held by a thread that does not exist there.
    """
    lock = threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
        )
    return lock
