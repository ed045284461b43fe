"""``python -m ollama.testing``: prints its address, serves, and ends well."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "ollama.testing", *arguments]


def interruptible() -> None:
    """Take Ctrl-C for what it means: shells have background jobs, as of CI, ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_it_serves_until_it_is_interrupted():
    process = subprocess.Popen(
        command("--port", "0"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,  # noqa: PLW1509 (no thread of ours runs)
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(url, trust_env=False, timeout=PATIENCE).text == "Ollama is running"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert (process.returncode, out, err) == (0, "", "")


def test_a_taken_port_is_told_and_ends_with_1():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            command("--port", port),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"cannot serve at 127.0.0.1:{port}: ")
    assert done.stdout == ""


def test_importing_the_package_imports_no_http_client():
    forbidden = ("httpx", "ollama_client.models", "attrs", "pydantic", "msgspec")
    code = (
        "import sys; before = set(sys.modules); import ollama.testing.pytest_plugin;"
        f"print([name for name in {forbidden!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.strip() == "[]"
