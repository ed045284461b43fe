"""The command: `python -m proof.contract [--host URL] [--model NAME]`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

import httpx
from ollama_client._runtime.host import api_key, resolve_host

from generator.document import Operation
from generator.problems import SpecError

from .examples import in_order, provide, run_examples
from .models import available_models
from .refusals import run_refusals
from .report import Report
from .runner import Runner
from .spec import Spec
from .targets import TIMEOUT, Target, embedded_target, real_target

FINE, DEVIATES, FAILED = 0, 1, 2

_SEED = 20261121
#: Generated cases per operation and phase. The embedded server is faster than a model.
_EMBEDDED_CASES, _REAL_CASES = 20, 3


class CannotRunError(Exception):
    """The tests could not be run. The message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the spec with a server.

    Returns:
        0 if the server matches the spec, 1 if it deviates, 2 if the tests could not be run.
    """
    options = _parser().parse_args(arguments)
    try:
        with _stoppable():
            return _run(options)
    except (CannotRunError, SpecError, ValueError, RuntimeError, httpx.HTTPError) as error:
        print(f"error: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proof.contract", description=__doc__)
    parser.add_argument(
        "--host",
        metavar="URL",
        default=os.environ.get("OLLAMA_HOST", ""),
        help="the server to test (default: OLLAMA_HOST, or the embedded server)",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        help="model that a real server has; by default OLLAMA_MODEL; again for other abilities",
    )
    parser.add_argument(
        "--only", metavar="OPERATION", action="append", help="operationId; may be given again"
    )
    parser.add_argument("--examples-only", action="store_true", help="send nothing generated")
    parser.add_argument(
        "--max-examples",
        metavar="N",
        type=_positive,
        help=f"generated cases per operation (default {_EMBEDDED_CASES}, real {_REAL_CASES})",
    )
    parser.add_argument("--seed", metavar="N", type=int, default=_SEED, help="of what is generated")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {number}")
    return number


@contextmanager
def _stoppable() -> Generator[None]:
    """Handle a request to terminate like Ctrl-C, so that the models are removed."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(options: argparse.Namespace) -> int:
    spec = Spec.load()
    operations = _chosen(spec, options.only)
    started = time.monotonic()
    with _target(options, os.environ) as target:
        _say(f"{len(operations)} operations against {_name(target)}")
        report = Report([operation.id for operation in operations], _say)
        runner = Runner(spec, target, report)
        # The embedded server is finished before anyone could read that.
        progress = report.progress if target.embedded is None else _silent
        called = [one for one in in_order(operations) if not _skipped(runner, one)]
        provide(runner, called)
        for number, operation in enumerate(called, start=1):
            progress(f"examples {number} of {len(called)}: {operation.id}")
            run_examples(runner, operation)
        for number, operation in enumerate(called, start=1):
            progress(f"refusals {number} of {len(called)}: {operation.id}")
            run_refusals(runner, operation)
        if not options.examples_only:
            progress(f"generated requests to {len(called)} operations")
            _run_generated(runner, called, options)
        crashes = list(target.crashes())
    _say("", *report.summary(), *(f"CRASH {crash}" for crash in crashes))
    _say(f"{time.monotonic() - started:.0f} seconds")
    return DEVIATES if report.deviations or crashes else FINE


def _run_generated(
    runner: Runner, operations: Sequence[Operation], options: argparse.Namespace
) -> None:
    try:
        from .generated import run_generated
    except ImportError as error:
        raise CannotRunError(
            f"{error}: install the dependency group `contract`, or use --examples-only"
        ) from None
    usual = _EMBEDDED_CASES if runner.target.embedded is not None else _REAL_CASES
    run_generated(runner, operations, options.max_examples or usual, options.seed)


def _chosen(spec: Spec, only: Sequence[str] | None) -> list[Operation]:
    unknown = [name for name in only or () if name not in spec.operations]
    if unknown:
        known = ", ".join(spec.operations)
        raise CannotRunError(f"--only {unknown[0]}: no such operation; expected one of {known}")
    return [one for name, one in spec.operations.items() if not only or name in only]


def _skipped(runner: Runner, operation: Operation) -> bool:
    reason = runner.target.skip_reason(operation)
    if reason:
        runner.report.skip(operation.id, reason)
    return bool(reason)


def _target(
    options: argparse.Namespace, environ: Mapping[str, str]
) -> AbstractContextManager[Target]:
    if not options.host.strip():
        return embedded_target()
    host = resolve_host(options.host, environ)
    if host.auth is not None:
        raise CannotRunError("a host with user name and password is not supported here")
    url = host.url
    names = options.model or environ.get("OLLAMA_MODEL", "").split()
    return real_target(url, names or [_asked(url)], api_key(environ))


def _asked(url: str) -> str:
    """Ask on the terminal for the model to use."""
    if not sys.stdin.isatty():
        raise CannotRunError("a real server needs a model: pass --model NAME or set OLLAMA_MODEL")
    with httpx.Client(base_url=url, timeout=TIMEOUT) as http:
        offered = list(available_models(http))
    _say(f"{url} has these models:", *(f"  {name}" for name in offered))
    return input("Which one may be used? It is run, copied and shown, not changed: ").strip()


def _name(target: Target) -> str:
    return "the embedded server" if target.embedded is not None else target.url


def _silent(_text: str) -> None:
    """Print nothing."""


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
