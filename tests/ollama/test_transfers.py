"""Tests of creating models from local files, of uploads, and of the progress of transfers."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest
from ollama_client.errors import InvalidRequestError

import ollama
from ollama import Client, Modelfile, TransferProgress
from ollama._core.progress import Tracker
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, call, refusal

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)

GGUF = b"GGUF" + bytes(3000)


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def sent(server: OllamaServer) -> list[str]:
    """Return the requests, without digests."""
    return [f"{it.method} {it.path.partition('sha256')[0]}" for it in server.requests]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with typical files: weights, a projector, and a Modelfile."""
    (tmp_path / "model.gguf").write_bytes(GGUF)
    (tmp_path / "mmproj.gguf").write_bytes(GGUF + b"projector")
    (tmp_path / "Modelfile").write_text(
        "FROM ./model.gguf\nFROM ./mmproj.gguf\nSYSTEM Be kind.\nPARAMETER temperature 0.5\n"
        'PARAMETER stop "<|end|>"\nMESSAGE user hi\nLICENSE MIT\nREQUIRES 0.14.0\n'
        "TEMPLATE {{ .Prompt }}\nRENDERER r\nPARSER p\n"
    )
    return tmp_path


# ---------------------------------------------------------------------- Modelfiles


@both_flavours
@pytest.mark.parametrize("as_a", [Path, Modelfile.read])
def test_a_modelfile_becomes_a_model(
    server: OllamaServer, flavour: str, folder: Path, as_a: Any
) -> None:
    given = as_a(folder / "Modelfile")
    answer = call(flavour, "create", "mine", modelfile=given, at=server).answer
    assert answer.status == "success"
    assert server.requests[-1].json == {
        "model": "mine",
        "files": {"model.gguf": digest(GGUF), "mmproj.gguf": digest(GGUF + b"projector")},
        "system": "Be kind.",
        "parameters": {"temperature": 0.5, "stop": ["<|end|>"]},
        "messages": [{"role": "user", "content": "hi"}],
        "license": ["MIT"],
        "requires": "0.14.0",
        "template": "{{ .Prompt }}",
        "renderer": "r",
        "parser": "p",
        "stream": False,
    }
    assert sorted(sent(server)[:-1]) == ["HEAD /api/blobs/"] * 2 + ["POST /api/blobs/"] * 2


@both_flavours
def test_the_text_of_a_modelfile_is_enough(server: OllamaServer, flavour: str) -> None:
    text = "FROM llama3.2\nSYSTEM Be kind.\nPARAMETER top_k 3\n"
    _ = call(
        flavour, "create", "mine", modelfile=text, system="Be terse.", parameters={"seed": 1},
        at=server,
    ).all  # fmt: skip
    assert server.requests[-1].json == {
        "model": "mine",
        "from": "llama3.2",
        "system": "Be terse.",
        "parameters": {"top_k": 3, "seed": 1},
        "stream": False,
    }
    assert sent(server) == ["POST /api/create"]


@both_flavours
def test_what_show_prints_makes_the_model_again(server: OllamaServer, flavour: str) -> None:
    blob = digest(GGUF)
    _ = call("sync", "create", "one", from_="llama3.2", system="Hi.", at=server).all
    text = call("sync", "show", "one", at=server).answer.modelfile
    _ = call(flavour, "create", "two", modelfile=text, at=server).all
    assert call("sync", "show", "two", at=server).answer.system == "Hi."
    with Client(server.url) as client:
        client._request_raw("POST", f"/api/blobs/{blob}", content=GGUF)
    printed = f"FROM /root-of-the-server/models/blobs/{blob.replace(':', '-')}\nSYSTEM Hi.\n"
    _ = call(flavour, "create", "three", modelfile=printed, at=server).all
    assert server.requests[-1].json["files"] == {blob.replace(":", "-"): blob}


def test_drafts_and_adapters_have_arguments_of_their_own(
    server: OllamaServer, folder: Path
) -> None:
    (folder / "lora.safetensors").write_bytes(b"lora")
    text = "FROM ./model.gguf\nDRAFT ./mmproj.gguf\nADAPTER ./lora.safetensors\n"
    made = Modelfile.parse(text)
    made.folder = folder
    call("sync", "create", "mine", modelfile=made, at=server)
    body = server.requests[-1].json
    assert body["files"] == {"model.gguf": digest(GGUF)}
    assert body["draft_files"] == {"mmproj.gguf": digest(GGUF + b"projector")}
    assert body["adapters"] == {"lora.safetensors": digest(b"lora")}


def test_a_draft_is_another_file_than_the_model(server: OllamaServer, folder: Path) -> None:
    made = Modelfile(str(folder / "model.gguf"), draft=[str(folder / "model.gguf")])
    error = refusal("sync", "create", "mine", modelfile=made, at=server)
    assert isinstance(error, InvalidRequestError)
    assert "this file is also used in FROM" in str(error)
    assert not server.requests


def test_parameters_that_are_gone_are_left_out_with_a_warning(server: OllamaServer) -> None:
    with pytest.warns(UserWarning, match="no longer has these parameters: mirostat"):
        call("sync", "create", "m", modelfile="FROM llama3.2\nPARAMETER mirostat 2\n", at=server)
    assert "parameters" not in server.requests[-1].json


@both_flavours
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"modelfile": 3}, "modelfile: expected a Modelfile, its text, or the Path of one"),
        ({"modelfile": "FROM a\nRUN b"}, "line 2: "),
        ({"modelfile": "FROM ./absent.gguf"}, "no such file or folder"),
        ({"modelfile": Path("absent")}, "No such file"),
        ({"files": ["absent.gguf"]}, "no such file or folder"),
        ({"files": [3]}, "files: expected a path, got int 3"),
        ({"modelfile": "FROM a", "progress": 3}, "progress: expected True or a function"),
        ({"files": [], "progress": True, "stream": True}, "cannot be used with stream=True"),
    ],
)  # fmt: skip
def test_mistakes_are_told_before_anything_is_sent(
    server: OllamaServer, flavour: str, given: dict[str, Any], expected: str
) -> None:
    error = refusal(flavour, "create", "mine", at=server, **given)
    assert isinstance(error, (ValueError, FileNotFoundError))
    assert expected in str(error)
    assert not server.requests


# ---------------------------------------------------------------------- files and folders


@both_flavours
def test_only_what_the_server_lacks_is_uploaded(
    server: OllamaServer, flavour: str, folder: Path
) -> None:
    files = [folder / "model.gguf", str(folder / "mmproj.gguf")]
    _ = call(flavour, "create", "one", files=files[:1], at=server).all
    before = len(server.requests)
    _ = call(flavour, "create", "two", files=files, system="Hi.", at=server).all
    assert sorted(sent(server)[before:]) == [
        "HEAD /api/blobs/", "HEAD /api/blobs/", "POST /api/blobs/", "POST /api/create",
    ]  # fmt: skip
    assert server.requests[-1].json["files"].keys() == {"model.gguf", "mmproj.gguf"}


@both_flavours
def test_a_file_that_is_there_twice_is_uploaded_once(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    for name in ("a.gguf", "b.gguf"):
        (tmp_path / name).write_bytes(GGUF)
    _ = call(flavour, "create", "one", files=tmp_path, at=server).all
    assert sent(server) == ["HEAD /api/blobs/", "POST /api/blobs/", "POST /api/create"]
    assert server.requests[-1].json["files"] == dict.fromkeys(("a.gguf", "b.gguf"), digest(GGUF))


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (
            ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "config.json",
             "tokenizer.json", "tokenizer.model", "README.md", "2_Dense/model.safetensors",
             "2_Dense/config.json", "chat_template.jinja", "weights.gguf"],
            ["2_Dense/config.json", "2_Dense/model.safetensors", "chat_template.jinja",
             "config.json", "model-00001-of-00002.safetensors",
             "model-00002-of-00002.safetensors", "tokenizer.json", "tokenizer.model"],
        ),
        (["consolidated.safetensors", "params.json", "x/tokenizer.model"],
         ["consolidated.safetensors", "params.json", "x/tokenizer.model"]),
        (["pytorch_model.bin", "config.json"], ["config.json", "pytorch_model.bin"]),
        (["one.gguf", "two.gguf", "notes.txt"], ["one.gguf", "two.gguf"]),
    ],
)  # fmt: skip
def test_of_a_folder_the_files_of_the_model_are_taken(
    server: OllamaServer, tmp_path: Path, there: list[str], taken: list[str]
) -> None:
    for name in there:
        path = tmp_path / "model" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((b"PK" if path.suffix == ".bin" else b"GGUF") + name.encode())
    call("sync", "create", "mine", files=[tmp_path / "model"], at=server)
    assert sorted(server.requests[-1].json["files"]) == taken


def test_a_folder_without_a_model_is_refused(server: OllamaServer, tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin.txt").write_text("version https://git-lfs")
    error = refusal("sync", "create", "mine", modelfile=f"FROM {tmp_path}", at=server)
    assert isinstance(error, FileNotFoundError)
    assert "no model in the folder" in str(error)


def test_digests_are_sent_as_the_official_client_sends_them(server: OllamaServer) -> None:
    call("sync", "create", "mine", files={"a.gguf": "sha256:12"}, at=server)
    assert server.requests[-1].json["files"] == {"a.gguf": "sha256:12"}
    assert sent(server) == ["POST /api/create"]


@both_flavours
def test_an_upload_that_fails_ends_the_call(
    server: OllamaServer, flavour: str, folder: Path
) -> None:
    (folder / "model.gguf").write_bytes(GGUF * 50)
    server.fail(500, "the disk is full", path=f"/api/blobs/{digest(GGUF * 50)}")
    outcome = call(flavour, "create", "mine", files=[folder / "model.gguf"], at=server)
    assert isinstance(outcome.error, ollama.ResponseError)
    assert "POST /api/create" not in sent(server)


# ---------------------------------------------------------------------- progress


@both_flavours
def test_a_function_is_told_of_all_layers(server: OllamaServer, flavour: str, folder: Path) -> None:
    seen: list[TransferProgress] = []
    answer = call(
        flavour, "create", "mine", modelfile=folder / "Modelfile", progress=seen.append, at=server
    ).answer
    assert answer.status == "success"
    total = 2 * len(GGUF) + len(b"projector")
    assert (seen[-1].status, seen[-1].completed, seen[-1].total) == ("success", total, total)
    assert any(it.status.startswith("uploading ") for it in seen)
    assert [it.completed for it in seen] == sorted(it.completed for it in seen)


@both_flavours
@pytest.mark.parametrize("method", ["pull", "push"])
def test_progress_returns_the_last_state(server: OllamaServer, flavour: str, method: str) -> None:
    server.add_model("ada/model")
    seen: list[TransferProgress] = []
    name = "mistral" if method == "pull" else "ada/model"
    answer = call(flavour, method, name, progress=seen.append, at=server).answer
    assert answer.status == "success"
    assert seen[-1].fraction == 1
    assert len(seen) > 5


def test_a_stream_has_the_progress_of_all_layers(server: OllamaServer) -> None:
    with Client(server.url) as client, client.pull("mistral", stream=True) as stream:
        for state in stream:
            assert stream.total_progress.completed >= (state.completed or 0)
        assert stream.total_progress.fraction == 1
    with (
        Client(server.url) as client,
        client.chat("llama3.2", "hi", stream=True) as chat,
        pytest.raises(AttributeError, match="has no total_progress"),
    ):
        _ = chat.total_progress


@both_flavours
def test_true_shows_a_bar(
    server: OllamaServer, flavour: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _ = call(flavour, "create_blob", folder / "model.gguf", progress=True, at=server).all
    assert "100%" in capfd.readouterr().err


def test_without_tqdm_the_error_says_what_to_install(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    error = refusal("sync", "pull", "mistral", progress=True, at=server)
    assert isinstance(error, ImportError)
    assert "pip install 'ollama-sdk[progress]'" in str(error)
    assert not server.requests


def test_rate_and_time_left_count_what_moved() -> None:
    now = [100.0]
    tracker = Tracker(lambda: now[0])
    tracker.add({"status": "pulling a", "digest": "a", "total": 1000, "completed": 600})
    assert tracker.value() == TransferProgress("pulling a", 600, 1000, None)
    assert tracker.value().remaining is None
    now[0] += 2
    tracker.add({"status": "pulling a", "digest": "a", "total": 1000, "completed": 800})
    assert tracker.value() == TransferProgress("pulling a", 800, 1000, 100.0)
    assert tracker.value().remaining == 2
    tracker.add({"status": "pulling b", "digest": "b", "total": 100})
    assert (tracker.value().total, tracker.value().remaining) == (1100, 3)
    for _ in range(20):  # stalled: the rate is that of the last seconds
        now[0] += 1
        tracker.add({"digest": "a", "total": 1000, "completed": 800})
    assert tracker.value().rate is None
    tracker.add({"status": "odd", "digest": "c", "total": None, "completed": "x"})
    assert tracker.value().status == "odd"


@both_flavours
def test_an_upload_that_is_shown_is_made_again_as_any_other(
    server: OllamaServer, flavour: str, folder: Path
) -> None:
    server.fail(503, "not now", path=f"/api/blobs/{digest(GGUF)}")
    seen: list[TransferProgress] = []
    outcome = call(
        flavour, "create_blob", folder / "model.gguf", progress=seen.append, max_retries=1,
        at=server,
    )  # fmt: skip
    assert outcome.answer == digest(GGUF)
    assert sent(server) == ["POST /api/blobs/"] * 2
    assert seen[-1].fraction == 1
