"""Owns the first check: the official test suite, unmodified, run against this package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from .environments import SCRATCH, Workshop
from .processes import run

EXPECTED = 115
_REPORT = SCRATCH / "suite.xml"


@dataclass(frozen=True)
class SuiteResult:
    """The number of passed tests, and the outcomes of all others."""

    passed: int
    failed: tuple[str, ...]
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether all tests of the release were run and passed."""
        return not self.failed and not self.trouble and self.passed == EXPECTED


def run_suite(workshop: Workshop) -> SuiteResult:
    """Run the suite like its own project does, without the doctests of the official sources."""
    _REPORT.unlink(missing_ok=True)
    done = run(
        [workshop.ours, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={_REPORT}", "tests"],
        cwd=workshop.tests.parent,
    )
    if not _REPORT.exists():
        return SuiteResult(0, (), f"pytest did not run: {done.output}{done.errors}")
    passed, failed = 0, list[str]()
    # The file was just written by our own pytest.
    for case in ElementTree.parse(_REPORT).iter("testcase"):  # noqa: S314
        bad = [part for part in case if part.tag in ("failure", "error", "skipped")]
        if bad:
            failed.append(f"{case.get('name')}: {_first_line(bad[0].get('message') or '')}")
        else:
            passed += 1
    return SuiteResult(passed, tuple(failed))


def _first_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:200]
