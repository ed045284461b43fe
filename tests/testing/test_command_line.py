"""``python -m ollama.testing``: prints its address, serves, and ends properly."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from ollama.testing import OllamaServer
from ollama.testing.__main__ import _parser, _server, main
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
NEEDS_SIGINT = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "ollama.testing", *arguments]


def interruptible() -> None:
    """Restore the default handling of Ctrl-C. Background jobs of shells ignore it, as in CI."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """The command as a process. Its first line of output is its address."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            command("--port", "0", *arguments),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=interruptible,  # noqa: PLW1509 (no thread of ours runs)
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def interrupt(self) -> tuple[int | None, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def ask(url: str, model: str = "llama3.2") -> str:
    asked = {"model": model, "messages": [{"role": "user", "content": "Hi"}], "stream": False}
    answer = httpx.post(f"{url}/api/chat", json=asked, trust_env=False, timeout=PATIENCE)
    return answer.json()["message"]["content"]


@NEEDS_SIGINT
def test_it_serves_until_it_is_interrupted():
    with Running() as running:
        assert running.url.startswith("http://127.0.0.1:")
        got = httpx.get(running.url, trust_env=False, timeout=PATIENCE)
        assert got.text == "Ollama is running"
        code, out, err = running.interrupt()
    assert (code, out) == (0, "")
    assert "not a real Ollama" in err
    assert len(err.splitlines()) == 1


@NEEDS_SIGINT
def test_its_options(tmp_path: Path):
    script = tmp_path / "script.json"
    script.write_text('{"reply": "first"}')
    options = ("--script", str(script), "--reply", "later", "--model", "mine", "--log")
    with Running(*options, "--delay", "0.001") as running:
        said = [ask(running.url), ask(running.url, "mine"), ask(running.url)]
        code, _, err = running.interrupt()
    assert said == ["first", "later", "later"]
    assert code == 0
    assert err.count("POST /api/chat 200") == 3


def test_it_records_and_replays(tmp_path: Path):
    file = str(tmp_path / "chat.jsonl")
    with OllamaServer() as real:
        real.reply("recorded")
        asked = ["--port", "0", "record", "--target", real.url, "--to", file]
        with _server(_parser().parse_args(asked)) as server:
            assert ask(server.url) == "recorded"
    with _server(_parser().parse_args(["replay", file, "--port", "0"])) as server:
        assert ask(server.url) == "recorded"


def test_its_help_explains(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for text in ("made-up answers", "--reply TEXT", "_testing/script", "record", "replay"):
        assert text in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--delay", "-1"], "delay must be 0 or more"),
        (["--model", "a b"], "invalid model name"),
        (["--script", "nowhere.json"], "nowhere.json"),
        (["record", "--to", "x"], "--target"),
        (["replay", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--reply", "a", "replay", "b"], "--reply cannot be used with replay"),
        (["dance"], "invalid choice: 'dance'"),
    ],
)
def test_wrong_arguments_are_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_installed_command_is_this_one():
    project = (ROOT / "pyproject.toml").read_text()
    assert 'ollama-testing = "ollama.testing.__main__:main"' in project


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
