"""Draws the pictures of the documentation: `make pictures` writes them into docs/assets/.

The plot shows the ratios in proof/benchmarks/results.json; the recording, `make demo`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs" / "assets"

MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

#: The demo's server while it is recorded. Nothing listens on this port.
NOWHERE = "http://127.0.0.1:1"


def ratios(data: str) -> Iterator[tuple[str, float, float | None]]:
    """Yield name, ratio and target of each row of a benchmark; of some only with an extra."""
    for result in json.loads(data)["targets"]:
        row, samples = result["row"], result["samples"]
        extra = f"ours-{row['extra']}"
        if row["limit"] is not None or not samples.get("official"):
            continue
        for side, target in (("ours", row["target"]), (extra, row["extra_target"])):
            if samples.get(side):
                name = row["name"] if side == "ours" else f"{row['name']} [{row['extra']}]"
                yield name, min(samples[side]) / min(samples["official"]), target


def plot(data: str) -> str:
    """Return the plot of a benchmark's ratios, as SVG: bars, their targets, and a line at 1."""
    bars = list(ratios(data))
    left, unit, step, top = 270, 380, 24, 56
    width, height = left + round(unit * 1.25), top + step * len(bars) + 20
    lines = [
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="24" font-weight="600">Cost relative to the official client</text>',
        f'<text x="{left}" y="42" fill="#555">shorter is better; red is the official client, '
        f"black the target; {escape(json.loads(data)['conditions']['date'][:10])}</text>",
    ]
    for number, (name, ratio, target) in enumerate(bars):
        y = top + number * step
        length = max(2, round(min(ratio, 1.12) * unit))
        mark = round(target * unit) if target is not None else 0
        text = max([length, *(it for it in (mark, unit) if length - 4 <= it <= length + 40)])
        lines += [
            f'<text x="{left - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{left}" y="{y + 3}" width="{length}" height="15" fill="#3f51b5"/>',
            f'<text x="{left + text + 6}" y="{y + 15}" fill="#333">{ratio:.2f}</text>',
        ]
        if target is not None:
            lines.append(f'<path d="M{left + mark} {y + 1}v19" stroke="#000" stroke-width="2"/>')
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
    data = (ROOT / "proof" / "benchmarks" / "results.json").read_text(encoding="utf-8")
    return {
        ASSETS / "benchmarks.svg": plot(data),
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
