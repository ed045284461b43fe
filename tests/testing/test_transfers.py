"""pull, push and create: the progress they report, and what they change."""

import hashlib

import httpx
import pytest

from ollama.testing import Model, OllamaServer
from tests.patience import PATIENCE


def statuses(objects: list[dict]) -> list[str]:
    return [one["status"] for one in objects if "status" in one]


def upload(http: httpx.Client, data: bytes) -> str:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert http.post(f"/api/blobs/{digest}", content=data).status_code == 201
    return digest


# -- pull ----------------------------------------------------------------------------------------


def test_pull_reports_each_layer_and_stores_the_model(http, post, lines):
    got = lines("/api/pull", model="mistral:7b")
    assert statuses(got)[0] == "pulling manifest"
    assert statuses(got)[-3:] == ["verifying sha256 digest", "writing manifest", "success"]
    layers: dict[str, list[dict]] = {}
    for line in got:
        if "digest" in line:
            layers.setdefault(line["digest"], []).append(line)
    assert len(layers) == 2
    for digest, layer in layers.items():
        assert {line["status"] for line in layer} == {f"pulling {digest[7:19]}"}
        assert "completed" not in layer[0]
        counts = [line["completed"] for line in layer[1:]]
        assert counts == sorted(counts)
        assert counts[-1] == layer[0]["total"]
    model = http.get("/api/tags").json()["models"][0]
    assert model["name"] == "mistral:7b"
    assert sum(layer[0]["total"] for layer in layers.values()) == model["size"]


def test_a_pull_of_what_is_there_skips_the_layers(lines):
    lines("/api/pull", model="mistral")
    got = lines("/api/pull", model="mistral")
    layers = [line for line in got if "digest" in line]
    assert len(layers) == 2
    assert all(line["completed"] == line["total"] for line in layers)


def test_without_streaming_only_success_comes(post):
    got = post("/api/pull", name="mistral", stream=False)
    assert got.headers["content-type"] == "application/json"
    assert got.json() == {"status": "success"}


def test_an_unknown_model_is_an_error_line_in_a_stream_and_a_500_without(http, post, lines):
    message = "pull model manifest: file does not exist"
    got = lines("/api/pull", model="nope")
    assert got == [{"status": "pulling manifest"}, {"error": message}]
    got = post("/api/pull", model="nope", stream=False)
    assert (got.status_code, got.json()) == (500, {"error": message})
    assert "nope:latest" not in http.get("/api/tags").text


def test_what_a_pull_finds_can_be_given():
    with OllamaServer(models=[], registry=["ada/one"]) as server:
        server.offer_model(Model("ada/two", ("embedding",)))
        for name in ("ada/one", "ada/two:v2"):
            httpx.post(
                f"{server.url}/api/pull", json={"model": name}, trust_env=False, timeout=PATIENCE
            )
        assert [model.name for model in server.models] == ["ada/two:v2", "ada/one:latest"]
        assert server.models[0].capabilities == ("embedding",)


@pytest.mark.parametrize("path", ["/api/pull", "/api/create"])
@pytest.mark.parametrize("name", ["", "bad name", "a/b/c/d"])
def test_pull_and_create_refuse_what_is_no_name(post, path: str, name: str):
    got = post(path, model=name, **{"from": "llama3.2"})
    assert (got.status_code, got.json()) == (400, {"error": "invalid model name"})


# -- push ----------------------------------------------------------------------------------------


def test_push_reports_each_layer(post, lines):
    post("/api/copy", source="llama3.2", destination="ada/mine")
    got = lines("/api/push", model="ada/mine")
    assert statuses(got)[0] == "retrieving manifest"
    assert statuses(got)[-2:] == ["pushing manifest", "success"]
    assert all(line["status"] == f"pushing {line['digest'][7:19]}" for line in got[1:-2])
    assert post("/api/push", model="ada/mine", stream=False).json() == {"status": "success"}


def test_push_needs_a_model_and_a_namespace_of_ones_own(post, lines):
    got = lines("/api/push", model="ada/nope")
    assert got == [{"status": "retrieving manifest"}, {"error": "file does not exist"}]
    assert "not authorized to push" in lines("/api/push", model="llama3.2")[-1]["error"]
    got = post("/api/push", model="llama3.2", stream=False)
    assert got.status_code == 500
    got = post("/api/push")
    assert (got.status_code, got.json()) == (400, {"error": "model is required"})


# -- create --------------------------------------------------------------------------------------


def test_create_from_a_model_changes_what_it_is_told_to(http, post, lines):
    got = lines(
        "/api/create",
        model="mario",
        system="You are Mario.",
        template="{{ .Prompt }}!",
        license=["MIT", "BSD"],
        parameters={"temperature": 1, "stop": ["END"], "seed": None},
        messages=[{"role": "user", "content": "hi"}, {"role": "assistant", "content": "It's me"}],
        requires="0.30.0",
        **{"from": "qwen3"},
    )
    assert statuses(got)[0].startswith("using existing layer sha256:")
    assert statuses(got)[-2:] == ["writing manifest", "success"]
    assert sum(status.startswith("creating new layer sha256:") for status in statuses(got)) == 5
    shown = post("/api/show", model="mario").json()
    assert shown["system"] == "You are Mario."
    assert shown["template"] == "{{ .Prompt }}!"
    assert shown["license"] == "Apache License Version 2.0\nMIT\nBSD"
    assert shown["messages"][1] == {"role": "assistant", "content": "It's me"}
    assert shown["requires"] == "0.30.0"
    assert shown["details"]["parent_model"] == "qwen3:latest"
    assert shown["capabilities"] == ["completion", "tools", "thinking"]
    parameters = [line.split() for line in shown["parameters"].splitlines()]
    assert ["temperature", "1"] in parameters
    assert ["top_k", "20"] in parameters
    assert ["stop", '"END"'] in parameters
    assert not any(line[0] == "seed" for line in parameters)
    listed = http.get("/api/tags").json()["models"]
    assert listed[0]["name"] == "mario:latest"
    assert len({model["digest"] for model in listed}) == len(listed)


def test_create_without_streaming_says_success(post):
    got = post("/api/create", model="m", stream=False, **{"from": "qwen3"})
    assert got.headers["content-type"] == "application/json"
    assert got.json() == {"status": "success"}


def test_create_fetches_a_base_model_that_is_not_there(http, lines):
    got = lines("/api/create", model="m", **{"from": "mistral"})
    assert statuses(got).count("success") == 1
    assert statuses(got)[0] == "pulling manifest"
    names = {model["name"] for model in http.get("/api/tags").json()["models"]}
    assert {"m:latest", "mistral:latest"} <= names


def test_create_from_files_and_quantize(http, post, lines):
    digest = upload(http, b"GGUF" + bytes(4000))
    got = lines("/api/create", model="mine", files={"model.gguf": digest}, quantize="q4_K_M")
    assert statuses(got)[0] == "parsing GGUF"
    (first, *_) = [line for line in got if "digest" in line]
    assert first["status"] == "quantizing F16 model to Q4_K_M"
    assert first["digest"] == "0000000000000000000"
    assert "verifying conversion" in statuses(got)
    shown = post("/api/show", model="mine").json()
    assert shown["details"]["quantization_level"] == "Q4_K_M"
    assert post("/api/generate", model="mine", prompt="x").status_code == 200


def test_create_from_safetensors(http, lines):
    digest = upload(http, b"tensors")
    got = lines("/api/create", model="mine", files={"model.safetensors": digest})
    assert statuses(got)[0] == "converting model"


def test_create_makes_a_remote_stub_of_a_cloud_model(post, lines):
    lines("/api/create", model="far", **{"from": "gpt-oss:120b-cloud"})
    shown = post("/api/show", model="far").json()
    assert shown["remote_model"] == "gpt-oss:120b-cloud"
    assert shown["remote_host"] == "https://ollama.com:443"
    assert shown["model_info"] == {}
    assert "tensors" not in shown
    assert shown["details"]["families"] is None


def test_info_overrides_what_is_known(http, post, lines):
    info = {
        "capabilities": ["completion", "vision"],
        "model_family": "own",
        "context_length": 99,
        "embedding_length": None,
        "something": [1],
    }
    lines("/api/create", model="m", info=info, **{"from": "qwen3"})
    model = http.get("/api/tags").json()["models"][0]
    assert model["capabilities"] == ["completion", "vision"]
    assert model["details"]["family"] == "own"
    assert model["details"]["context_length"] == 99
    assert model["details"]["embedding_length"] == 4096


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "neither 'from' or 'files' was specified"),
        ({"modelfile": "FROM llama3.2"}, "neither 'from' or 'files' was specified"),
        ({"files": {"/etc/passwd": "sha256:0"}}, "file path must be relative"),
        ({"files": {"a/../../b": "sha256:0"}}, "file path must be relative"),
        ({"files": {"a.gguf": ""}}, 'invalid digest for file "a.gguf"'),
        ({"from": "qwen3", "draft_quantize": "q8_0"}, "draft_quantize requires draft_files"),
        (
            {"from": "x:cloud", "draft_files": {"a": "sha256:0"}},
            "draft_files cannot be used with a remote model",
        ),
        (
            {"from": "qwen3", "adapters": {"a": "sha256:0"}},
            "LoRA adapters are no longer supported",
        ),
        (
            {"from": "qwen3", "license": 3},
            "invalid license: expected a string or an array of strings",
        ),
        ({"from": "qwen3", "info": {"capabilities": "x"}}, "invalid value for info 'capabilities'"),
        (
            {"from": "qwen3", "info": {"context_length": -1}},
            "invalid value for info 'context_length'",
        ),
        ({"from": "qwen3", "info": {"base_name": 1}}, "invalid value for info 'base_name'"),
        ({"from": "bad name"}, "invalid model name"),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
def test_create_refuses_with_a_400(http, post, body, text, stream: bool):
    got = post("/api/create", model="new", stream=stream, **body)
    assert (got.status_code, got.json()) == (400, {"error": text})
    assert "new:latest" not in http.get("/api/tags").text


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.gguf", "supplied file was not in GGUF format"), ("a.bin", "unknown type")],
)
def test_a_file_that_is_no_model_is_a_400(http, post, path: str, text: str):
    digest = upload(http, b"hello")
    got = post("/api/create", model="new", files={path: digest}, stream=False)
    assert (got.status_code, got.json()) == (400, {"error": text})


def test_a_blob_that_was_not_uploaded_is_a_500(post):
    digest = "sha256:" + "0" * 64
    got = post("/api/create", model="new", files={"a.gguf": digest})
    assert got.status_code == 500
    assert got.headers["content-type"] == "application/json"
    assert digest in got.json()["error"]


def test_wrongly_typed_parameters_are_kept_and_fail_the_first_chat(post):
    got = post("/api/create", model="new", parameters={"seed": "x"}, **{"from": "qwen3"})
    assert got.status_code == 200
    got = post("/api/chat", model="new", messages=[{"role": "user", "content": "x"}])
    assert got.status_code == 500
    assert got.json() == {"error": 'option "seed" must be of type integer'}


def test_a_template_that_cannot_be_read_is_a_400(post):
    got = post("/api/create", model="new", template="{{ .Prompt", **{"from": "qwen3"})
    assert got.status_code == 400
    assert got.json() == {"error": "template error: template: :1: unclosed action"}


@pytest.mark.parametrize("stream", [True, False])
def test_an_unknown_quantization_is_a_500_or_a_line(post, stream: bool):
    got = post("/api/create", model="new", quantize="q9", stream=stream, **{"from": "qwen3"})
    assert "unsupported quantization type Q9" in got.text
    assert got.status_code == (200 if stream else 500)
