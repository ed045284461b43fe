"""``python -m ollama.testing``: serve until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence

from ollama.testing._server import OllamaServer


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve at the given address; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m ollama.testing",
        description="An Ollama server for tests: real wire format, made-up answers.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=11434, help="port, 0 for a free one (%(default)s)"
    )
    wanted = parser.parse_args(arguments)
    server = OllamaServer(wanted.host, wanted.port)
    try:
        server.start()
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"cannot serve at {wanted.host}:{wanted.port}: {error}\n")
        return 1
    try:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
