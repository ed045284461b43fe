"""Owns noticing that files of the official package lie among ours, and saying so."""

from __future__ import annotations

import functools
from pathlib import Path

# Both packages have these. Whichever is installed last overwrites the other's; an installer that
# unpacks both at once leaves some of each, and removing either one takes these of both away.
_SHARED_NAMES = ("__init__.py", "_client.py", "_types.py", "_utils.py")

# Ours all ask for this check, by this name; the official ones know nothing of it.
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
    """Refuse to run on a mixture, whose failures nobody would understand.

    Raises:
        ImportError: Files of the official package lie among ours; says which and what to do.
    """
    if strange := _strange_files(Path(__file__).parents[1]):
        raise ImportError(_MESSAGE.format(files=", ".join(strange)), name="ollama")


def _strange_files(folder: Path) -> list[str]:
    """Return the files in a folder that are not ours; without sources, as in archives, none."""
    return [
        name
        for name in _SHARED_NAMES
        if (path := folder / name).is_file() and _MARK not in path.read_bytes()
    ]
