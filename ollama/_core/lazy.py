"""Owns types in signatures that are slow to import, or whose module depends on the Python version.

Slow ones are imported on first use. Signatures refer to them as attributes of this module, so that
annotations can be evaluated.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    from typing import Self as Self
    from typing import Unpack as Unpack
else:
    from typing_extensions import Self as Self
    from typing_extensions import Unpack as Unpack

if TYPE_CHECKING:
    from ollama._core.progress import ProgressCallback as ProgressCallback
    from ollama._core.progress import Tracker as Tracker
    from ollama._core.progress import TransferProgress as TransferProgress
    from ollama._core.raw import RawResponse as RawResponse
    from ollama._core.settings import CallSettings as CallSettings

#: The modules that define the types.
_HOMES = {
    "CallSettings": "ollama._core.settings",
    "ProgressCallback": "ollama._core.progress",
    "RawResponse": "ollama._core.raw",
    "Tracker": "ollama._core.progress",
    "TransferProgress": "ollama._core.progress",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
