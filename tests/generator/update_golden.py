"""Renders the golden spec again: `python -m tests.generator.update_golden`. Read the diff then."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from generator import render

from .support import GOLDEN, contents, notes_of, refusal_of

EXPECTED = GOLDEN / "expected"

#: Specs that are refused, and specs with notes.
REFUSED = sorted((GOLDEN / "refused").glob("*.yaml"))
NOTED = sorted((GOLDEN / "noted").glob("*.yaml"))

#: Files that depend on the spec. The others are the same for every spec.
FOLDERS = ("models/", "api/")


def rendered(folder: Path) -> dict[str, bytes]:
    """Render the golden spec into a folder, and return the files that depend on it."""
    render.render(GOLDEN / "spec.yaml", folder, name="spec.yaml")
    return {name: text for name, text in contents(folder).items() if name.startswith(FOLDERS)}


def main() -> None:
    """Write the rendered files, and the messages about all other specs."""
    with tempfile.TemporaryDirectory() as folder:
        files = rendered(Path(folder) / "ollama_client")
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, text in files.items():
        path = EXPECTED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    for specs, said_of in ((REFUSED, refusal_of), (NOTED, notes_of)):
        for spec in specs:
            spec.with_suffix(".txt").write_text(said_of(spec), encoding="utf-8")
    print(f"wrote {len(files)} files, {len(REFUSED)} refusals and {len(NOTED)} lists of notes")


if __name__ == "__main__":
    main()
