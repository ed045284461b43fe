"""Tests of `python -m proof.contract`, with an honest server, with lying ones, and its behavior."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import httpx
import pytest

from ollama.testing import Model, OllamaServer
from proof.contract.__main__ import main
from proof.contract.examples import examples_of, prepared
from proof.contract.models import ForeignModelError, Models
from proof.contract.report import Report
from proof.contract.runner import Runner
from proof.contract.spec import Spec
from proof.contract.targets import UNSAFE, Target, embedded_target
from tests.patience import PATIENCE

from .support import LyingServer, Reply

ROOT = Path(__file__).parents[2]
SPEC = Spec.load()
PATHS = {name: operation.path for name, operation in SPEC.operations.items()}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OLLAMA_HOST", "OLLAMA_MODEL", "OLLAMA_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the spec only once, because it would take most of the time of a short run."""
    monkeypatch.setattr(Spec, "load", lambda: SPEC)


# ---------------------------------------------------------------------- an honest server


def test_every_example_and_refusal_holds_against_the_embedded_server(
    capsys: pytest.CaptureFixture[str],
):
    status = main(["--examples-only"])
    out = capsys.readouterr().out
    assert status == 0, out
    count = len(SPEC.operations)
    assert f"{count} of {count} operations called" in out
    assert "0 operations skipped, 0 deviations" in out


@pytest.mark.slow
def test_generated_requests_hold_against_the_embedded_server(capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("schemathesis")
    only = ("pullModel", "copyModel", "deleteModel", "headBlob", "getVersion")
    arguments = [word for name in only for word in ("--only", name)]
    status = main([*arguments, "--max-examples", "3"])
    out = capsys.readouterr().out
    assert status == 0, out
    for name in only:
        (row,) = re.findall(rf"^{name} +\d+ +\d+ +(\d+)", out, re.MULTILINE)
        assert int(row) > 5, out


def test_a_model_of_the_embedded_server_can_do_what_each_example_asks():
    with embedded_target() as target:
        runner = Runner(SPEC, target, Report(SPEC.operations, print))
        for operation in SPEC.operations.values():
            for example in examples_of(runner, operation):
                _, able = prepared(runner, operation, example)
                assert able, (operation.id, example.name)


@pytest.mark.slow
def test_a_type_that_is_no_text_is_sent_like_any_other_wrong_value(
    capsys: pytest.CaptureFixture[str],
):
    pytest.importorskip("schemathesis")
    status = main(["--only", "createMessage", "--max-examples", "2"])
    out = capsys.readouterr().out
    assert (status, "0 deviations" in out) == (0, True), out


@pytest.mark.slow
def test_a_worker_of_schemathesis_that_ends_early_is_no_success(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    unit = pytest.importorskip("schemathesis.engine.run.unit")
    honest = unit.worker_task

    def ends_early(*, phase: Enum, **more: object) -> None:
        if phase.value != "fuzzing":
            honest(phase=phase, **more)

    monkeypatch.setattr(unit, "worker_task", ends_early)
    error = refuse(capsys, "--only", "getVersion", "--max-examples", "2")
    assert error == "error: schemathesis stopped short: GET /api/version: no fuzzing\n"


@pytest.mark.slow
def test_the_same_seed_gives_the_same_requests():
    pytest.importorskip("schemathesis")
    bodies: list[list[bytes]] = []
    for seed in ("1", "1", "2"):
        with OllamaServer(models=["llama3.2"]) as server:
            arguments = ["--host", server.url, "--model", "llama3.2", "--only", "generateChat"]
            assert main([*arguments, "--max-examples", "4", "--seed", seed]) == 0
            sent = [one.body for one in server.requests if one.path == "/api/chat"]
            bodies.append([re.sub(rb"contract-[0-9a-f]{8}/", b"", body) for body in sent])
    assert bodies[0] == bodies[1]
    assert bodies[0] != bodies[2]


@pytest.mark.parametrize("version", ["0.24", "0.33"])
def test_a_server_of_an_older_release(capsys: pytest.CaptureFixture[str], version: str):
    with OllamaServer(behaves_like=version) as server:
        embed = ["--model", "nomic-embed-text"]
        arguments = ["--host", server.url, "--model", "llama3.2", *embed, "--examples-only"]
        status = main(arguments)
        requests = [(one.path, as_object(one.body)) for one in server.requests]
    out = capsys.readouterr().out
    assert status == 0, out
    assert (
        f"skipped compactResponse: not on this server: since Ollama 0.34.0, this is {version}.0"
        in out
    )
    assert "examples 1 of " in out
    assert "refusals 1 of " in out
    texts = [body for path, body in requests if path in ("/api/chat", "/api/generate")]
    asked = [body for body in texts if isinstance(body.get("options"), dict)]
    assert all(body["options"]["num_predict"] == 8 for body in asked if body["model"] == "llama3.2")
    v1 = [body for path, body in requests if path == "/v1/chat/completions" and len(body) > 1]
    assert {8} <= {body.get("max_tokens") for body in v1}


# ---------------------------------------------------------------------- a lying server


def changed(**changes: object) -> Callable[[Reply], None]:
    """Return a lie that changes keys of every object of an answer, or drops those that are None."""

    def lie(reply: Reply) -> None:
        if reply.status != 200:
            return
        ended = reply.body.endswith(b"\n")
        values = [json.loads(line) for line in reply.body.splitlines()]
        for value in values:
            value.update(changes)
            for key in [key for key, change in changes.items() if change is None]:
                del value[key]
        reply.body = b"\n".join(json.dumps(value).encode() for value in values) + b"\n" * ended

    return lie


def set_to(**attributes: object) -> Callable[[Reply], None]:
    def lie(reply: Reply) -> None:
        if reply.status == 200:
            for name, value in attributes.items():
                setattr(reply, name, value)

    return lie


def without_last_line(reply: Reply) -> None:
    if reply.content_type == "application/x-ndjson":
        reply.body = b"".join(reply.body.splitlines(keepends=True)[:-1])


def with_a_broken_line(reply: Reply) -> None:
    if reply.content_type == "application/x-ndjson":
        reply.body = b'{"model": \n' + reply.body


def without_error_text(reply: Reply) -> None:
    if reply.status == 404:
        reply.body = b'{"message": "not here"}'


LIES = [
    ("generateChat", changed(done="yes"), "/done: 'yes' is not of type 'boolean'"),
    ("generateChat", changed(created_at="now"), "/created_at: 'now' is not a 'date-time'"),
    ("generateChat", changed(message=None), "'message' is a required property"),
    ("generateChat", set_to(status=418), "status: 418 is not declared (200, 400, "),
    ("generateChat", set_to(content_type="text/html"), "content type: text/html is not declared"),
    ("generateChat", set_to(content_type=""), "content type: none is not declared"),
    ("generateChat", with_a_broken_line, "stream: line 1 is not JSON: "),
    ("generateChat", set_to(cut=True), "the body is incomplete: "),
    ("generateChat", without_error_text, "body /: 'error' is a required property"),
    ("generateText", changed(response=5), "/response: 5 is not of type 'string'"),
    ("generateEmbeddings", changed(embeddings=["x"]), "body /embeddings/0: 'x' is not of type"),
    ("showModel", changed(details=None), "body /: 'details' is a required property"),
    ("createModel", without_last_line, 'the terminator is missing: expected status: "success"'),
    ("copyModel", set_to(body=b"done"), "body: expected none, got done"),
]
NAMES = [f"{operation}-{text[:24]}" for operation, _, text in LIES]


def lines_of(out: str, operation: str, text: str) -> tuple[str, str]:
    """Return the line of a deviation with a text, and its curl line."""
    for block in out.split("DEVIATION ")[1:]:
        lines = block.splitlines()
        findings = [line for line in lines[1:] if text in line]
        if lines[0].startswith(f"{operation} (") and findings:
            (curl,) = [line for line in lines if "curl -sS" in line][:1]
            return findings[0], curl
    raise AssertionError(f"{operation} does not deviate with {text!r}:\n{out}")


@pytest.mark.parametrize(("operation", "lie", "text"), LIES, ids=NAMES)
def test_a_lie_is_told_with_its_operation_and_a_curl_line(
    operation: str,
    lie: Callable[[Reply], None],
    text: str,
    capsys: pytest.CaptureFixture[str],
):
    with LyingServer(PATHS[operation], lie) as server:
        arguments = ["--host", server.url, "--model", "llama3.2", "--model", "nomic-embed-text"]
        status = main([*arguments, "--only", operation, "--examples-only"])
        _, curl = lines_of(capsys.readouterr().out, operation, text)
        assert f"{server.url}{PATHS[operation]}" in curl
    assert status == 1


GENERATED_LIES = [
    (changed(done="yes"), "response_schema_conformance: "),
    (set_to(status=418), "status_code_conformance: "),
    (set_to(content_type="text/html"), "content_type_conformance: "),
    (with_a_broken_line, "line 1 is not JSON: "),
    (set_to(status=507, body=b'{"error":"x"}', content_type="application/json"), "not_a_server_"),
]
GENERATED_LIES = [
    *GENERATED_LIES[:2],
    *(pytest.param(*values, marks=pytest.mark.slow) for values in GENERATED_LIES[2:]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("lie", "text"), GENERATED_LIES, ids=lambda value: str(value)[:24])
def test_schemathesis_finds_a_lie_as_well(
    lie: Callable[[Reply], None], text: str, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("schemathesis")
    with LyingServer("/api/chat", lie) as server:
        arguments = ["--host", server.url, "--model", "llama3.2", "--only", "generateChat"]
        assert main([*arguments, "--max-examples", "2"]) == 1
        out = capsys.readouterr().out
    assert re.search(r"^DEVIATION generateChat \((examples|coverage|fuzzing), ", out, re.MULTILINE)
    lines_of(out, "generateChat", text)


@pytest.mark.slow
def test_data_that_breaks_the_spec_must_be_refused(capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("schemathesis")

    def agree(reply: Reply) -> None:
        if reply.status == 400:
            reply.status, reply.body = 200, b""

    with LyingServer("/api/copy", agree) as server:
        arguments = ["--host", server.url, "--model", "llama3.2", "--only", "copyModel"]
        assert main([*arguments, "--max-examples", "3"]) == 1
        out = capsys.readouterr().out
    lines_of(out, "copyModel", "negative_data_rejection: ")
    # Each kind once, with its number of occurrences.
    told = re.findall(r"^  negative_data_rejection: (.+)$", out, re.MULTILINE)
    assert len(set(told)) == len(told)
    (deviations, answers) = re.findall(r"(\d+) DEVIATIONS in (\d+) answers", out)[0]
    assert int(answers) > int(deviations) == out.count("DEVIATION copyModel")


# ---------------------------------------------------------------------- side effects and output


@pytest.mark.slow
def test_only_own_models_are_made_changed_and_deleted(capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("schemathesis")
    user = {"name": "ada"}
    with OllamaServer(models=["llama3.2", Model("mine")], user=user) as server:
        before = list(server.models)
        status = main(["--host", server.url, "--model", "llama3.2", "--max-examples", "2"])
        out = capsys.readouterr().out
        assert status == 0, out
        assert server.models == before
        assert server.user == user
        requests = server.requests
    for name, reason in UNSAFE.items():
        assert f"skipped {name}: {reason}" in out
        operation = SPEC.operations[name]
        called = operation.path.partition("{")[0]
        assert not [one for one in requests if one.path.startswith(called)]
    for path, key in (
        ("/api/delete", "model"),
        ("/api/create", "model"),
        ("/api/copy", "destination"),
    ):
        named = {str(as_object(one.body).get(key, "")) for one in requests if one.path == path}
        own = {name for name in named if name.startswith("contract-")}
        assert own
        assert named - own <= {"", "5"}


def as_object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def test_own_models_go_when_the_run_fails(capsys: pytest.CaptureFixture[str]):
    def vanish(reply: Reply) -> None:
        reply.body, reply.cut = b"", True

    with LyingServer("/api/create", vanish) as server:
        before = list(server.honest.models)
        arguments = ["--host", server.url, "--model", "llama3.2", "--examples-only"]
        assert main([*arguments, "--only", "createModel"]) == 1
        assert server.honest.models == before
    assert "the body is incomplete" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_own_models_go_when_the_run_is_stopped(number: signal.Signals):
    copied, stopped = threading.Event(), threading.Event()

    def hold_back(_reply: Reply) -> None:
        copied.set()
        stopped.wait(PATIENCE)

    with LyingServer("/api/copy", hold_back) as server:
        before = list(server.honest.models)
        words = ["--host", server.url, "--model", "llama3.2", "--examples-only"]
        process = start(*words, "--only", "copyModel")
        assert copied.wait(PATIENCE)
        assert server.honest.models != before
        process.send_signal(number)
        _, error = process.communicate(timeout=PATIENCE)
        stopped.set()
        assert (process.returncode, error) == (2, "interrupted\n")
        assert server.honest.models == before


def start(*words: str, **more: object) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"}
    command = [sys.executable, "-m", "proof.contract", *words]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        text=True,
        preexec_fn=interruptible,  # noqa: PLW1509 (it only sets a signal)
        **{**pipes, **more},
    )


def interruptible() -> None:
    """Restore the default handling of Ctrl-C. Background jobs of shells ignore it, as in CI."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
def test_a_terminal_is_asked_for_the_model():
    with OllamaServer(models=["llama3.2", "mine"]) as server:
        ours, theirs = pty.openpty()
        process = start(
            "--host", server.url, "--only", "showModel", "--examples-only", stdin=theirs
        )
        os.write(ours, b"mine\n")
        out, _ = process.communicate(timeout=PATIENCE)
        os.close(ours)
        os.close(theirs)
        named = {str(as_object(one.body).get("model")) for one in server.requests if one.body}
    assert process.returncode == 0, out
    assert "  mine:latest\n  llama3.2:latest\n" in out
    assert "mine" in named
    assert not any("llama3.2" in name for name in named)


def refuse(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 2
    return capsys.readouterr().err


def test_what_cannot_be_run_says_why(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with OllamaServer(models=["llama3.2"]) as server:
        url = server.url
        assert "pass --model NAME or set OLLAMA_MODEL" in refuse(capsys, "--host", url)
        error = refuse(capsys, "--host", url, "--model", "nope")
        assert error == "error: the server has no model 'nope'; it has: llama3.2:latest\n"
        error = refuse(capsys, "--only", "makeCoffee")
        assert error.startswith("error: --only makeCoffee: no such operation; expected one of gen")
        monkeypatch.setenv("OLLAMA_MODEL", "llama3.2")
        assert main(["--host", url, "--only", "getVersion", "--examples-only"]) == 0
    assert "error: " in refuse(capsys, "--host", url)
    error = refuse(capsys, "--host", "http://ada:secret@127.0.0.1", "--model", "x")
    assert error == "error: a host with user name and password is not supported here\n"
    assert "error: " in refuse(capsys, "--host", "http://:bad:", "--model", "x")


def test_a_key_goes_to_the_cloud_only_and_is_not_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OLLAMA_API_KEY", "very-secret")
    with LyingServer("/api/show", set_to(status=418)) as server:
        arguments = ["--host", server.url, "--model", "llama3.2", "--only", "showModel"]
        assert main([*arguments, "--examples-only"]) == 1
        sent = server.honest.requests
    assert "very-secret" not in capsys.readouterr().out
    assert not [one for one in sent if "Authorization" in one.headers]


def test_nothing_generated_goes_to_the_cloud_nor_its_key_elsewhere():
    generated = pytest.importorskip("proof.contract.generated")
    with (
        OllamaServer(models=["llama3.2"]) as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as http,
    ):
        models = Models(http, ["llama3.2"], "contract-x")
        target = Target(http, models, key="very-secret", embedded=None)
        assert target.base_url(SPEC.operations["searchWeb"]) == "https://ollama.com"
        runner = Runner(SPEC, target, Report(SPEC.operations, print))
        chosen = [SPEC.operations["searchWeb"], SPEC.operations["getVersion"]]
        generated.run_generated(runner, chosen, 2, 1)
        generated.run_generated(runner, chosen[:1], 2, 1)
        sent = server.requests
    # Without two harmless probes of schemathesis.
    assert {one.path for one in sent if one.path.startswith("/api/")} == {
        "/api/tags",
        "/api/version",
    }
    assert not [one for one in sent if "Authorization" in one.headers]


def test_a_request_that_would_change_a_foreign_model_is_not_sent():
    with (
        OllamaServer(models=["llama3.2"]) as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as http,
    ):
        models = Models(http, ["llama3.2"], "contract-x")
        for body in ({"model": "mine"}, {"NAME": "mine"}, b'{"model": "contract-xy/mine"}'):
            with pytest.raises(ForeignModelError, match="deleteModel must not name"):
                models.guard("deleteModel", body)
        models.guard("copyModel", {"source": "mine", "destination": models.new()})
        models.guard("generateChat", {"model": "mine"})
        models.guard("deleteModel", b"no json")
