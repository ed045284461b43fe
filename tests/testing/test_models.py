"""The stored models: list, running, show, copy, delete, blobs, and how names are resolved."""

import hashlib
import time
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from ollama_client.types import to_datetime

from ollama.testing import Model, OllamaServer
from tests.patience import PATIENCE

from .conftest import user


def names(http: httpx.Client, path: str = "/api/tags") -> list[str]:
    return [model["name"] for model in http.get(path).json()["models"]]


# -- list ----------------------------------------------------------------------------------------


def test_a_new_server_has_a_model_for_each_kind_of_work(http: httpx.Client):
    models = http.get("/api/tags").json()["models"]
    assert models[0]["name"] == "llama3.2:latest"
    kinds = {kind for model in models for kind in model["capabilities"]}
    assert kinds == {
        "completion",
        "tools",
        "thinking",
        "vision",
        "insert",
        "embedding",
        "systemone",
    }
    stamps = [to_datetime(m["modified_at"]) for m in models]
    assert stamps == sorted(stamps, reverse=True)


def test_a_listed_model_has_every_key(http: httpx.Client):
    model = http.get("/api/tags").json()["models"][0]
    assert model["name"] == model["model"] == "llama3.2:latest"
    assert len(model["digest"]) == 64
    assert int(model["digest"], 16) > 0
    assert model["size"] == 2_019_393_189
    assert model["details"] == {
        "parent_model": "",
        "format": "gguf",
        "family": "llama",
        "families": ["llama"],
        "parameter_size": "3.2B",
        "quantization_level": "Q4_K_M",
        "context_length": 131_072,
        "embedding_length": 3_072,
    }


def test_a_server_without_models_lists_none():
    with OllamaServer(models=[]) as server:
        got = httpx.get(f"{server.url}/api/tags", trust_env=False, timeout=PATIENCE)
    assert got.json() == {"models": []}


def test_the_models_to_start_with_can_be_given():
    with OllamaServer(models=["a", Model("b:7b", ("embedding",), family="")]) as server:
        assert {model.name for model in server.models} == {"a:latest", "b:7b"}
        got = httpx.get(f"{server.url}/api/tags", trust_env=False, timeout=PATIENCE)
        listed = got.json()["models"]
    assert {m["name"]: m["details"]["families"] for m in listed} == {
        "a:latest": ["llama"],
        "b:7b": None,
    }


def test_the_newest_model_comes_first_and_a_change_makes_a_model_new(server: OllamaServer, http):
    server.add_model("one")
    server.add_model("two")
    assert names(http)[:2] == ["two:latest", "one:latest"]
    server.add_model("one")
    assert names(http)[:2] == ["one:latest", "two:latest"]


def test_a_model_may_have_a_time_without_a_zone(server: OllamaServer, http):
    server.add_model(Model("old", modified_at=datetime(2020, 1, 1)))
    assert names(http)[-1] == "old:latest"


def test_a_model_with_a_bad_name_cannot_be_added(server: OllamaServer):
    with pytest.raises(ValueError, match="bad name"):
        server.add_model("bad name")


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["llama3.2", "llama3.2:latest", "LLaMA3.2:LATEST", "library/llama3.2", "llama3.2:local"]
)
def test_a_name_is_found_whatever_its_case_and_defaults(post, name: str):
    assert post("/api/show", model=name).status_code == 200


def test_names_keep_namespace_and_host(server: OllamaServer, http, post):
    server.add_model("ada/mine:v1")
    server.add_model("box.example.com:5000/ada/mine")
    assert names(http)[:2] == ["box.example.com:5000/ada/mine:latest", "ada/mine:v1"]
    assert post("/api/show", model="Ada/Mine:V1").status_code == 200
    assert post("/api/show", model="ada/mine").status_code == 404


# -- show ----------------------------------------------------------------------------------------


def test_show_tells_all_about_a_model(post):
    got = post("/api/show", model="llama3.2").json()
    assert got["details"]["family"] == "llama"
    assert "context_length" not in got["details"]
    assert got["capabilities"] == ["completion", "tools"]
    assert got["model_info"]["general.architecture"] == "llama"
    assert got["model_info"]["llama.context_length"] == 131_072
    assert got["model_info"]["general.parameter_count"] == 3_200_000_000
    assert got["model_info"]["tokenizer.ggml.tokens"] is None
    assert list(got["model_info"]) == sorted(got["model_info"])
    assert {"name", "type", "shape"} == set(got["tensors"][0])
    assert got["parameters"].splitlines()[0].split() == ["stop", '"<|start_header_id|>"']
    assert "FROM llama3.2:latest" in got["modelfile"]
    assert "projector_info" not in got


def test_show_tells_what_think_may_be(post):
    thinking = {"values": [True, False], "default": True}
    assert post("/api/show", model="qwen3").json()["thinking"] == thinking
    assert "thinking" not in post("/api/show", model="llama3.2").json()


def test_show_verbose_fills_the_arrays(post):
    got = post("/api/show", model="llama3.2", verbose=True).json()
    assert got["model_info"]["tokenizer.ggml.tokens"]


def test_show_takes_the_old_name_and_overrides(post):
    got = post("/api/show", name="llama3.2", system="Be brief.", options={"seed": 7}).json()
    assert got["system"] == "Be brief."
    assert "PARAMETER seed 7" in got["modelfile"]
    assert post("/api/show", model="llama3.2", name="nope").status_code == 200


def test_show_of_a_vision_model_has_a_projector(post):
    assert post("/api/show", model="gemma3").json()["projector_info"]["clip.has_vision_encoder"]


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({}, 400, "model is required"),
        ({"model": "nope"}, 404, "model 'nope' not found"),
        ({"model": "bad name"}, 400, "invalid model name"),
    ],
)
def test_show_refuses(post, body, status: int, text: str):
    got = post("/api/show", **body)
    assert (got.status_code, got.json()) == (status, {"error": text})


# -- running -------------------------------------------------------------------------------------


def test_running_models_have_an_end_and_the_longest_comes_first(http, post):
    before = datetime.now(timezone.utc)
    post("/api/generate", model="qwen3", keep_alive="2h")
    post("/api/generate", model="llama3.2", options={"num_ctx": 8192}, keep_alive=3600)
    post("/api/generate", model="gemma3", keep_alive=-1)
    after = datetime.now(timezone.utc)
    models = http.get("/api/ps").json()["models"]
    assert [model["name"] for model in models] == [
        "gemma3:latest",
        "qwen3:latest",
        "llama3.2:latest",
    ]
    assert models[2]["context_length"] == 8192
    assert models[2]["size_vram"] == models[2]["size"]
    assert "context_length" not in models[2]["details"]
    ends = [to_datetime(m["expires_at"]) for m in models]
    assert before + timedelta(hours=1) <= ends[2] <= after + timedelta(hours=1)
    assert before + timedelta(hours=2) <= ends[1] <= after + timedelta(hours=2)
    assert ends[0].year > 2300


def test_the_default_lifetime_is_five_minutes_and_null_means_default(http, post):
    before = datetime.now(timezone.utc)
    post("/api/embed", model="nomic-embed-text", input="x", keep_alive=None)
    after = datetime.now(timezone.utc)
    end = to_datetime(http.get("/api/ps").json()["models"][0]["expires_at"])
    assert before + timedelta(minutes=5) <= end <= after + timedelta(minutes=5)


def test_a_model_leaves_memory_when_its_time_is_over(http, post):
    post("/api/chat", model="llama3.2", messages=user("x"), keep_alive="20ms")
    deadline = time.monotonic() + PATIENCE
    while names(http, "/api/ps") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert names(http, "/api/ps") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("300", 'time: missing unit in duration "300"'),
        ("-1", 'time: missing unit in duration "-1"'),
        ("", 'time: invalid duration ""'),
        ("soon", 'time: invalid duration "soon"'),
        ("5 m", 'time: unknown unit " m" in duration "5 m"'),
        ("5parsec", 'time: unknown unit "parsec" in duration "5parsec"'),
        (".s", 'time: invalid duration ".s"'),
        (True, "Unsupported type: 'bool'"),
        ([], "Unsupported type: '[]interface {}'"),
        ({}, "Unsupported type: 'map[string]interface {}'"),
    ],
)
@pytest.mark.parametrize("path", ["/api/generate", "/api/chat", "/api/embed"])
def test_a_keep_alive_that_is_no_duration_is_a_400(post, path: str, value, text: str):
    got = post(path, model="llama3.2", keep_alive=value)
    assert (got.status_code, got.json()) == (400, {"error": text})


@pytest.mark.parametrize("value", ["1h30m", "1.5h", "5400s", 5400, 5400.0, "+90m", "5400000ms"])
def test_durations_are_read_as_go_reads_them(http, post, value):
    post("/api/generate", model="llama3.2", keep_alive=value)
    end = to_datetime(http.get("/api/ps").json()["models"][0]["expires_at"])
    left = end - datetime.now(timezone.utc)
    assert timedelta(minutes=89) < left <= timedelta(minutes=90)


# -- copy and delete -----------------------------------------------------------------------------


def test_a_copy_is_listed_first_and_has_the_same_digest(http, post):
    got = post("/api/copy", source="llama3.2", destination="ada/mine")
    assert (got.status_code, got.content) == (200, b"")
    assert "content-type" not in got.headers
    models = http.get("/api/tags").json()["models"]
    assert models[0]["name"] == "ada/mine:latest"
    assert models[0]["digest"] == next(m["digest"] for m in models if m["name"][:8] == "llama3.2")


@pytest.mark.parametrize(
    ("source", "destination", "status", "text"),
    [
        ("nope", "x", 404, 'model "nope" not found'),
        ("", "x", 400, 'source "" is invalid'),
        ("llama3.2", "bad name", 400, 'destination "bad name" is invalid'),
        ("llama3.2", None, 400, 'destination "" is invalid'),
    ],
)
def test_copy_refuses(post, source, destination, status: int, text: str):
    got = post("/api/copy", source=source, destination=destination)
    assert (got.status_code, got.json()) == (status, {"error": text})


@pytest.mark.parametrize("key", ["model", "name"])
def test_delete_takes_a_body_and_unloads(http: httpx.Client, post, key: str):
    post("/api/generate", model="llama3.2")
    got = http.request("DELETE", "/api/delete", json={key: "llama3.2"})
    assert (got.status_code, got.content) == (200, b"")
    assert "llama3.2:latest" not in names(http)
    assert names(http, "/api/ps") == []
    got = http.request("DELETE", "/api/delete", json={key: "llama3.2"})
    assert (got.status_code, got.json()) == (404, {"error": "model 'llama3.2' not found"})


def test_delete_refuses_nothing_and_no_name(http: httpx.Client):
    got = http.request("DELETE", "/api/delete", json={})
    assert (got.status_code, got.json()) == (400, {"error": "model is required"})
    got = http.request("DELETE", "/api/delete", json={"model": "bad name"})
    assert (got.status_code, got.json()) == (400, {"error": 'name "bad name" is invalid'})
    got = http.request("DELETE", "/api/delete")
    assert (got.status_code, got.json()) == (400, {"error": "missing request body"})


# -- blobs ---------------------------------------------------------------------------------------


def test_a_blob_is_stored_once_and_found(http: httpx.Client):
    data = b"GGUF" + bytes(100_000)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    path = f"/api/blobs/{digest}"
    assert http.head(path).status_code == 404
    created = http.post(path, content=data)
    assert (created.status_code, created.content) == (201, b"")
    assert http.head(path).status_code == 200
    again = http.post(path, content=iter([data[:10], data[10:]]))
    assert (again.status_code, again.content) == (200, b"")


def test_a_blob_with_another_content_is_a_400(http: httpx.Client):
    wanted, actual = (hashlib.sha256(data).hexdigest() for data in (b"one", b"two"))
    got = http.post(f"/api/blobs/sha256:{wanted}", content=b"two")
    assert got.status_code == 400
    expected = f'digest mismatch, expected "sha256:{wanted}", got "sha256:{actual}"'
    assert got.json() == {"error": expected}


def test_a_dash_or_upper_case_passes_the_check_but_not_the_comparison(http: httpx.Client):
    digest = hashlib.sha256(b"one").hexdigest()
    for form in (f"sha256-{digest}", f"sha256:{digest.upper()}"):
        got = http.post(f"/api/blobs/{form}", content=b"one")
        assert got.status_code == 400
        assert "digest mismatch" in got.json()["error"]
    http.post(f"/api/blobs/sha256:{digest}", content=b"one")
    assert http.head(f"/api/blobs/sha256-{digest}").status_code == 200


@pytest.mark.parametrize("digest", ["sha256:abc", "md5:" + "0" * 64, "sha256:" + "g" * 64])
def test_what_is_no_digest_is_a_400(http: httpx.Client, digest: str):
    got = http.post(f"/api/blobs/{digest}", content=b"x")
    assert (got.status_code, got.json()) == (400, {"error": "invalid digest format"})
    assert http.head(f"/api/blobs/{digest}").status_code == 400
