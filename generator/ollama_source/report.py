"""Writes the findings as text, as JSON, or as an OpenAPI Overlay."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import attrs
import yaml

from ..document import Document
from .changes import Change
from .facts import Facts
from .findings import KINDS, Finding, Mending

WIDTH = 100


@attrs.frozen
class Comparison:
    """The result of comparing a release with the description."""

    facts: Facts
    ours: Document
    findings: Sequence[Finding]
    """The differences that are not known."""
    known: int
    """Number of known differences."""

    @property
    def title(self) -> str:
        info = self.ours.data.get("info", {})
        here = f"{info.get('title', 'API')} {info.get('version', '')}".strip()
        return f"Ollama {self.facts.release} against {here}"


def text(comparison: Comparison) -> str:
    """Return the report as text, up to 100 columns wide."""
    facts = comparison.facts
    fields = sum(len(struct.fields) for struct in facts.structs.values())
    lines = [
        f"{comparison.title}: {_count(len(comparison.findings), 'difference')}, "
        f"{comparison.known} known",
        f"read: {len(facts.routes)} routes, {len(facts.structs)} structs, {fields} fields",
    ]
    for kind, title in KINDS.items():
        chosen = [finding for finding in comparison.findings if finding.kind == kind]
        if chosen:
            lines += ["", f"{title} ({len(chosen)})"]
        for finding in chosen:
            lines += _entry("  ", finding.place, finding.detail)
    return "\n".join(lines)


def as_json(comparison: Comparison) -> str:
    """Return the report as JSON."""
    info = comparison.ours.data.get("info", {})
    return json.dumps(
        {
            "release": comparison.facts.release,
            "description": info.get("version"),
            "known": comparison.known,
            "findings": [
                {
                    "kind": finding.kind,
                    "place": finding.place,
                    "detail": finding.detail,
                    "patch": [_action(finding, one) for one in finding.mendings],
                }
                for finding in comparison.findings
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def patch(comparison: Comparison) -> str:
    """Return an OpenAPI Overlay that adds fields, components, values and statuses.

    It has no descriptions and examples. Whoever applies it must write them.
    """
    actions: list[dict[str, Any]] = []
    new: dict[str, Any] = {}
    for finding in comparison.findings:
        actions += [_action(finding, mending) for mending in finding.mendings]
        for mending in finding.mendings:
            new.update(mending.components)
    if new:
        actions.insert(0, {"target": "$.components.schemas", "update": new})
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": comparison.title, "version": comparison.facts.release},
        "actions": actions,
    }
    return yaml.safe_dump(overlay, sort_keys=False, allow_unicode=True, width=WIDTH)


def changed(old: Facts, new: Facts, found: Sequence[Change], form: str) -> str:
    """Return the changes between two releases, as text or JSON."""
    if form == "json":
        changes = [attrs.asdict(change) for change in found]
        return json.dumps({"old": old.release, "new": new.release, "changes": changes}, indent=2)
    lines = [f"Ollama {old.release} -> {new.release}: {_count(len(found), 'change')}"]
    for change in found:
        lines += _entry(f"  {change.sign} ", change.place, change.detail)
    return "\n".join(lines)


def _action(finding: Finding, mending: Mending) -> dict[str, Any]:
    target = "$" + "".join(_step(key) for key in mending.target)
    return {"target": target, "description": finding.place, "update": mending.update}


def _step(key: str) -> str:
    return f".{key}" if re.fullmatch(r"[A-Za-z_]\w*", key) else f"['{key}']"


def _entry(indent: str, place: str, detail: str) -> list[str]:
    written = f"{place}: {detail}" if detail else place
    return textwrap.wrap(
        written,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{' ' * len(indent)}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
