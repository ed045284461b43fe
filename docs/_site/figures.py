"""Draws the pictures of the documentation: `make pictures` writes them into docs/assets/.

The plot shows the ratios of the table in docs/benchmarks.md; the recording, `make demo`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs" / "assets"

MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

#: Where the demo looks for a server while it is recorded: nothing listens on this port.
NOWHERE = "http://127.0.0.1:1"


def ratios(page: str) -> Iterator[tuple[str, float]]:
    """Yield the name and the ratio of each row of the table of benchmarks."""
    lines = iter(page.splitlines())
    head = next(cells for line in lines if "ratio" in (cells := _cells(line)))
    next(lines)  # The line below the head.
    for line in takewhile(lambda line: line.startswith("|"), lines):
        cells = _cells(line)
        yield cells[0], float(cells[head.index("ratio")])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def plot(page: str) -> str:
    """Return the plot of a page's ratios, as SVG: a bar for each measure, and a line at 1."""
    bars = list(ratios(page))
    left, unit, step, top = 270, 380, 24, 56
    width, height = left + round(unit * 1.25), top + step * len(bars) + 20
    lines = [
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="24" font-weight="600">Cost relative to the official client</text>',
        f'<text x="{left}" y="42" fill="#555">shorter is better; the red line is the official '
        "client</text>",
    ]
    for number, (name, ratio) in enumerate(bars):
        y = top + number * step
        length = max(2, round(ratio * unit))
        color = "#b0b0b0" if name.startswith("httpx alone") else "#3f51b5"
        lines += [
            f'<text x="{left - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{left}" y="{y + 3}" width="{length}" height="15" fill="{color}"/>',
            f'<text x="{left + length + 6}" y="{y + 15}" fill="#333">{ratio:.2f}</text>',
        ]
    x = left + unit
    lines.append(
        f'<path d="M{x} {top - 6}V{height - 14}" stroke="#c62828" stroke-dasharray="4 3"/>'
    )
    return _svg(
        width, height, SANS, 13, lines, "Ratios of CPU time and memory to the official client"
    )


def recording(command: str, output: str) -> str:
    """Return a picture of a terminal in which a command has printed something, as SVG."""
    printed = [f"$ {command}", *output.rstrip().splitlines()]
    step, width = 20, 860
    height = 56 + step * len(printed) + 12
    lines = [
        f'<rect width="{width}" height="{height}" rx="8" fill="#1e1e2e"/>',
        *(
            f'<circle cx="{20 + 18 * number}" cy="20" r="6" fill="{color}"/>'
            for number, color in enumerate(("#f38ba8", "#f9e2af", "#a6e3a1"))
        ),
    ]
    for number, line in enumerate(printed):
        color = "#a6e3a1" if number == 0 else "#cdd6f4" if line.startswith(" ") else "#89b4fa"
        lines.append(
            f'<text x="18" y="{60 + step * number}" fill="{color}" xml:space="preserve">'
            f"{escape(line)}</text>"
        )
    return _svg(width, height, MONO, 13, lines, f"What {command} prints")


def demo() -> str:
    """Return what the demo prints where no server is running."""
    environment = {
        **os.environ,
        "OLLAMA_HOST": NOWHERE,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
    }
    command = [sys.executable, str(ROOT / "examples" / "demo.py")]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return re.sub(re.escape(NOWHERE), "http://127.0.0.1:11434", done.stdout)


def pictures() -> dict[Path, str]:
    """Return all pictures, by the files that hold them."""
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    return {
        ASSETS / "benchmarks.svg": plot(page),
        ASSETS / "demo.svg": recording("make demo", demo()),
    }


def _svg(width: int, height: int, font: str, size: int, lines: list[str], title: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="{font}" font-size="{size}">'
    )
    return "\n".join([head, f"<title>{escape(title)}</title>", *lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    for path, text in pictures().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
