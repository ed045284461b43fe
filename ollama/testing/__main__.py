"""The command ``ollama-testing``, or ``python -m ollama.testing``. It serves until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ollama.testing._control import run_script
from ollama.testing._server import OllamaServer
from ollama.testing._service import ABOUT

_DESCRIPTION = """\
Serve the HTTP API of Ollama for tests, with the real wire format and made-up answers. No GPU and no
models are needed. Programs in any language can use it. The first line of output is its address.
"""
_EPILOG = """\
While it runs, programs can script it over HTTP:
  curl localhost:11434/_testing/script -d '{"reply": "Paris."}'
  curl localhost:11434/_testing/script -d '{"fail": {"status": 503, "message": "busy"}}'
  curl localhost:11434/_testing/requests      the requests it received, as JSON
  curl -X POST localhost:11434/_testing/reset

A script is a JSON file with such steps: a single step, an array, or one step per line.
"""
#: Options for made-up answers. They make no sense while recording or replaying.
_OF_OWN_ANSWERS = ("reply", "script", "model", "delay")
_RECORD = "forward requests to a real server, and save the exchanges to a file, without secrets"
_REPLAY = "answer with recorded exchanges, without a network"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve at the given address until Ctrl-C.

    Args:
        arguments: Command line arguments. Default: those of the process.

    Returns:
        The exit code: 0, or 1 if the address cannot be bound.
    """
    parser = _parser()
    wanted = parser.parse_args(arguments)
    try:
        server = _server(wanted)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if wanted.log:
        logging.basicConfig(format="%(asctime)s %(message)s", stream=sys.stderr)
        logging.getLogger("ollama.testing").setLevel(logging.INFO)
    try:
        server.start()
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"cannot serve at {wanted.host}:{wanted.port}: {error}\n")
        return 1
    try:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stderr.write(f"{_about(wanted)}; press Ctrl-C to stop it\n")
        sys.stderr.flush()
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    is_module = Path(sys.argv[0]).name == "__main__.py"
    parser = argparse.ArgumentParser(
        prog="python -m ollama.testing" if is_module else "ollama-testing",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_place(parser, "127.0.0.1", 11434, False)
    add = parser.add_argument
    add(
        "--reply",
        metavar="TEXT",
        help="answer requests for text with this text, if no other reply is queued",
    )
    add("--script", metavar="FILE", type=Path, help="steps to start with, as JSON; see below")
    add(
        "--model",
        metavar="NAME",
        action="append",
        default=[],
        help="an additional model beside the default ones; may be repeated",
    )
    add(
        "--delay",
        metavar="SECONDS",
        type=float,
        default=0.0,
        help="time to wait before each chunk of a text (%(default)s)",
    )
    commands = parser.add_subparsers(dest="command", title="recording", metavar="COMMAND")
    record = commands.add_parser("record", help=_RECORD, description=_RECORD)
    record.add_argument("--target", metavar="URL", required=True, help="the server to record")
    record.add_argument(
        "--to", metavar="FILE", type=Path, required=True, help="replaced if it exists"
    )
    replay = commands.add_parser("replay", help=_REPLAY, description=_REPLAY)
    replay.add_argument("file", metavar="FILE", type=Path, help="a file that `record` wrote")
    for command in (record, replay):
        # Without a default of their own, options before the command's name keep their values.
        _add_place(command, *[argparse.SUPPRESS] * 3)
    return parser


def _add_place(parser: argparse.ArgumentParser, host: Any, port: Any, log: Any) -> None:
    add = parser.add_argument
    add("--host", default=host, help="address to bind (127.0.0.1)")
    add("--port", type=int, default=port, help="port, 0 for a free one (11434)")
    add("--log", action="store_true", default=log, help="print a line for each request")


def _server(wanted: argparse.Namespace) -> OllamaServer:
    """Return the server that the arguments describe.

    Raises:
        OSError: A file cannot be read or written.
        ValueError: The arguments contradict each other, or a file is invalid.
    """
    place = (wanted.host, wanted.port)
    given = [f"--{name}" for name in _OF_OWN_ANSWERS if getattr(wanted, name)]
    if wanted.command is not None and given:
        raise ValueError(f"{given[0]} cannot be used with {wanted.command}")
    if wanted.command == "record":
        return OllamaServer(*place, record=wanted.to, target=wanted.target)
    if wanted.command == "replay":
        return OllamaServer(*place, replay=wanted.file)
    server = OllamaServer(*place, delay=wanted.delay)
    for name in wanted.model:
        server.add_model(name)
    if wanted.script is not None:
        run_script(server, wanted.script.read_bytes())
    if wanted.reply is not None:
        server.reply(wanted.reply, times=None)
    return server


def _about(wanted: argparse.Namespace) -> str:
    if wanted.command == "record":
        return f"ollama.testing: records {wanted.target} in {wanted.to}"
    if wanted.command == "replay":
        return f"ollama.testing: not a real Ollama; replays {wanted.file}"
    return ABOUT


if __name__ == "__main__":
    sys.exit(main())
