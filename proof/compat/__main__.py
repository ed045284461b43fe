"""`python -m proof.compat`: the four checks, one after the other, and their summary."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .behavior import Behavior, compare_behavior
from .comparison import Comparison, compare_requests
from .environments import VERSION, PreparationError, prepare
from .examples import ExampleResult, run_examples
from .suite import EXPECTED, SuiteResult, run_suite


def main() -> int:
    """Run the checks against the official client; return 0 when all of them pass."""
    started = time.monotonic()
    try:
        _say(f"preparing two environments and the sources of ollama {VERSION} in .compat/ ...")
        workshop = prepare()
        suite = run_suite(workshop)
        _say(*_suite_report(suite))
        examples = run_examples(workshop)
        _say(*_examples_report(examples))
        comparison = compare_requests(workshop)
        _say(*_comparison_report(comparison))
        behavior = compare_behavior(workshop)
        _say(*_behavior_report(behavior))
    except PreparationError as error:
        _say(f"cannot compare: {error}")
        return 1
    passed = (suite.ok, all(example.ok for example in examples), comparison.ok, behavior.ok)
    _say(
        *_summary(suite, examples, comparison, behavior),
        f"{time.monotonic() - started:.0f} seconds",
    )
    return 0 if all(passed) else 1


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _suite_report(suite: SuiteResult) -> Iterable[str]:
    yield ""
    yield "Official tests, unmodified, against ours"
    yield f"  {suite.passed} passed of {EXPECTED}, {len(suite.failed)} failed"
    yield from (f"  FAILED {failure}" for failure in suite.failed)
    if suite.trouble:
        yield f"  {suite.trouble}"


def _examples_report(examples: Sequence[ExampleResult]) -> Iterable[str]:
    yield ""
    yield "Official examples: exit status, and requests made"
    yield f"  {'program':<30} {'official':>12} {'ours':>12}"
    for example in examples:
        if example.imported_only:
            before, after = (f"import {ended.status}" for ended in (example.official, example.ours))
        else:
            before, after = (
                f"{ended.status} ({ended.requests})" for ended in (example.official, example.ours)
            )
        verdict = "" if example.ok else "FAILED "
        yield f"  {example.name:<30} {before:>12} {after:>12}  {verdict}{example.note}".rstrip()
        if not example.ok:
            yield f"    official: {example.official.last_error or 'ran'}"
            yield f"    ours: {example.ours.last_error or 'ran'}"


def _comparison_report(comparison: Comparison) -> Iterable[str]:
    yield ""
    yield "Requests of both clients"
    yield f"  {comparison.calls} calls, {comparison.equal} equal; the others differ as intended:"
    reasons: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in comparison.intended:
        reasons[entry.item, entry.reason].add(entry.call)
    for (item, reason), calls in reasons.items():
        yield f"  {item:<14} {reason} ({', '.join(sorted(calls))})"
    yield from (f"  UNEXPECTED {difference}" for difference in comparison.unexpected)
    yield from (f"  MISSING {text}" for text in comparison.missing)


def _behavior_report(behavior: Behavior) -> Iterable[str]:
    yield ""
    yield "Small programs with both packages"
    yield f"  {behavior.programs} programs, {behavior.equal} equal; the others differ as intended:"
    for reason, names in behavior.meant.items():
        yield f"  {len(names):>4} {reason}"
    yield from (f"  UNEXPECTED {difference}" for difference in behavior.unexpected)
    yield from (f"  MISSING {pattern}" for pattern in behavior.missing)


def _summary(
    suite: SuiteResult,
    examples: Sequence[ExampleResult],
    comparison: Comparison,
    behavior: Behavior,
) -> Iterable[str]:
    ran = [example for example in examples if not example.imported_only]
    imported = [example for example in examples if example.imported_only]
    intended = sum(map(len, comparison.intended.values()))
    unexpected = len(comparison.unexpected) + len(comparison.missing)
    rows = [
        ("tests", f"{suite.passed} of {EXPECTED} passed", suite.ok),
        ("examples run", f"{_ok(ran)} of {len(ran)}", _ok(ran) == len(ran)),
        (
            "examples imported",
            f"{_ok(imported)} of {len(imported)}",
            _ok(imported) == len(imported),
        ),
        ("calls", f"{comparison.equal} of {comparison.calls} equal", comparison.ok),
        ("programs", f"{behavior.equal} of {behavior.programs} equal", behavior.ok),
        ("differences", f"{intended} intended, {unexpected} not intended", comparison.ok),
    ]
    yield ""
    for name, text, ok in rows:
        yield f"{name:<18} {text:<28} {'ok' if ok else 'FAILED'}"


def _ok(examples: Sequence[ExampleResult]) -> int:
    return sum(example.ok for example in examples)


if __name__ == "__main__":
    sys.exit(main())
