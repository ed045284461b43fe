"""Owns the check that files of the official package have not replaced ours."""

from __future__ import annotations

import functools
from pathlib import Path

# Both packages have these files. The package installed last overwrites them, a parallel install
# mixes them, and uninstalling either package removes them.
_SHARED_NAMES = ("__init__.py", "_client.py", "_types.py", "_utils.py")

# Only our files contain this name, because they all call this check.
_MARK = b"demand_own_files"

_MESSAGE = """\
ollama-sdk and the official ollama package are installed over each other.
These files are not from ollama-sdk: {files}
Keep one of the two. For ollama-sdk:
    pip uninstall ollama
    pip install --force-reinstall --no-deps ollama-sdk
For the official package:
    pip uninstall ollama-sdk
    pip install --force-reinstall --no-deps ollama"""


@functools.cache
def demand_own_files() -> None:
    """Refuse to run with files of both packages, which would cause confusing failures."""
    shared = [Path(__file__).parents[1] / name for name in _SHARED_NAMES]
    # The source cannot be read from an archive, or if only compiled files are installed.
    strange = [it.name for it in shared if it.is_file() and _MARK not in it.read_bytes()]
    if strange:
        raise ImportError(_MESSAGE.format(files=", ".join(strange)), name="ollama")
