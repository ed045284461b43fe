"""Owns the run: every target with every flavour, with one result each."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from .core import PORTABLE, SOURCE, Job, Target, ToolError
from .fidelity import Defaults, Outcome, outcomes, requests
from .samples import Sample, Spec, load
from .server import EXPECTED, scripted_server

#: Languages that a run in CI must not skip, and whose samples are added up.
NEEDED = ("TypeScript", "Go", "Rust", "Java", "Python")

#: Share of the samples that all clients together must keep, by flavour.
WIRE_GOALS = {PORTABLE: 0.99, SOURCE: 0.8}


@attrs.define
class Result:
    """The result of a target with a flavour. An empty string is a step that was not reached."""

    target: Target
    flavour: str
    generated: bool = False
    compiled: str = ""
    outcomes: list[Outcome] = attrs.field(factory=list[Outcome])
    program: str = ""
    missing: Sequence[str] = ()
    trouble: str = ""
    seconds: float = 0.0

    @property
    def kept(self) -> int:
        """Number of samples that were kept completely."""
        return sum(outcome.kept for outcome in self.outcomes)

    @property
    def skipped(self) -> bool:
        """Whether the language's tools are missing."""
        return bool(self.missing)

    @property
    def known_failure(self) -> str:
        """Why this target is known to fail with this flavour, or an empty string."""
        return self.target.known_failures.get(self.flavour, "")


@attrs.frozen
class Run:
    """The folders of a run: `specs` by flavour, `out` for generated code, `cache` for tools."""

    specs: dict[str, Path]
    out: Path
    cache: Path
    jobs: int

    def results(self, targets: Sequence[Target], report: Callable[[Result], None]) -> list[Result]:
        """Run the targets, at most `jobs` at a time. A target's flavours run one after the other.

        `report` is called with each result as soon as it is there. The list has the order of
        `targets`.
        """
        self.cache.mkdir(parents=True, exist_ok=True)
        source = Spec.load()
        samples, defaults = load(source), source.defaults()

        def both(target: Target) -> list[Result]:
            found: list[Result] = []
            for flavour in target.flavours:
                if flavour in self.specs:
                    found.append(self._result(target, flavour, samples, defaults))
                    report(found[-1])
            return found

        order = sorted(targets, key=lambda target: not target.slow)
        with ThreadPoolExecutor(self.jobs) as pool:
            found = {t.name: r for t, r in zip(order, pool.map(both, order), strict=True)}
        return [result for target in targets for result in found[target.name]]

    def _result(
        self, target: Target, flavour: str, samples: Sequence[Sample], defaults: Defaults
    ) -> Result:
        started = time.monotonic()
        result = Result(target, flavour, missing=target.missing)
        if not result.skipped:
            out = self.out / target.name / flavour
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            job = Job(self.specs[flavour], flavour, out, self.cache)
            try:
                _steps(result, job, samples, defaults)
            except ToolError as error:
                result.trouble = str(error)
        result.seconds = time.monotonic() - started
        return result


def _steps(result: Result, job: Job, samples: Sequence[Sample], defaults: Defaults) -> None:
    target = result.target
    described = Spec.load(job.spec).schemas
    samples = [sample for sample in samples if sample.schema in described]
    if target.wire:
        # Everything is lost until the driver has answered.
        result.outcomes = [Outcome(sample.id, "the client does not work") for sample in samples]
    target.generate(job)
    result.generated = True
    result.compiled = target.compile(job)
    if target.wire:
        output = target.wire(job, requests(samples))
        result.outcomes = outcomes(samples, output, defaults)
    if target.program and job.flavour == PORTABLE:
        result.program = _program(target.program, job)


def _program(program: Callable[[Job, str], str], job: Job) -> str:
    with scripted_server() as url:
        printed = program(job, url)
    if printed != EXPECTED:
        raise ToolError(f"the program printed\n{printed}instead of\n{EXPECTED}")
    return "runs"
