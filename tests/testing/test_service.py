"""The server itself, the account, and the web search service."""

import httpx
import pytest
from ollama_client import API_VERSION

from ollama.testing import OllamaServer
from tests.patience import PATIENCE

BEARER = {"Authorization": "Bearer secret"}


def test_the_liveness_probe(http: httpx.Client):
    got = http.get("/")
    assert (got.status_code, got.text) == (200, "Ollama is running")
    assert got.headers["content-type"] == "text/plain; charset=utf-8"


def test_the_version_can_be_chosen(http: httpx.Client):
    assert http.get("/api/version").json()["version"] == API_VERSION
    with OllamaServer(version="0.12.1") as old:
        got = httpx.get(f"{old.url}/api/version", trust_env=False, timeout=PATIENCE)
    assert got.json()["version"] == "0.12.1"


def test_the_version_says_that_it_is_not_of_a_real_server(http: httpx.Client):
    said = http.get("/api/version").json()
    assert all(part.isdecimal() for part in said["version"].split("."))
    assert "not a real Ollama" in said["server"]


def test_the_cloud_status(http: httpx.Client):
    assert http.get("/api/status").json() == {"cloud": {"disabled": False, "source": "none"}}
    with OllamaServer(cloud_disabled=True) as server:
        got = httpx.get(f"{server.url}/api/status", trust_env=False, timeout=PATIENCE)
    assert got.json() == {"cloud": {"disabled": True, "source": "config"}}


def test_a_signed_out_server_says_where_to_sign_in(http: httpx.Client):
    got = http.post("/api/me")
    assert got.status_code == 401
    assert got.json()["error"] == "unauthorized"
    assert got.json()["signin_url"].startswith("https://")
    for method, path in (("POST", "/api/signout"), ("DELETE", "/api/user/keys/abc")):
        got = http.request(method, path)
        assert (got.status_code, got.json()) == (401, {"error": "you are not currently signed in"})


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/signout"), ("DELETE", "/api/user/keys/a%2Bb")]
)
def test_an_account_can_be_signed_in_and_out(server, http, method: str, path: str):
    server.user = {"name": "ada", "plan": "pro"}
    got = http.post("/api/me").json()
    assert (got["name"], got["plan"], got["email"]) == ("ada", "pro", "ada@example.com")
    assert len(got["id"]) == 36
    signed_out = http.request(method, path)
    assert (signed_out.status_code, signed_out.content) == (200, b"null")
    assert server.user is None
    assert http.post("/api/me").status_code == 401


def test_the_account_of_the_start_has_the_free_plan():
    with OllamaServer(user={"name": "bob"}) as server:
        got = httpx.post(f"{server.url}/api/me", trust_env=False, timeout=PATIENCE).json()
    assert got["plan"] == "free"


def test_recommendations_name_models(http: httpx.Client):
    got = http.get("/api/experimental/model-recommendations").json()
    assert all(one["model"] and one["description"] for one in got["recommendations"])
    assert all(one["model"] for one in got["mappings"].values())


@pytest.mark.parametrize("path", ["/api/web_search", "/api/web_fetch"])
@pytest.mark.parametrize("value", [None, "Basic abc", "Bearer", "secret"])
def test_the_cloud_paths_want_a_key(http: httpx.Client, path: str, value):
    headers = {} if value is None else {"Authorization": value}
    got = http.post(path, json={"query": "x", "url": "x"}, headers=headers)
    assert (got.status_code, got.json()) == (401, {"error": "unauthorized"})


@pytest.mark.parametrize(("wanted", "count"), [(None, 5), (3, 3), (10, 10), (0, 5)])
def test_a_search_has_as_many_results_as_wanted(http: httpx.Client, wanted, count: int):
    body = {"query": "a cat", "max_results": wanted}
    got = http.post("/api/web_search", json=body, headers=BEARER).json()["results"]
    assert len(got) == count
    assert all(set(one) == {"title", "url", "content"} for one in got)
    assert "a cat" in got[0]["content"]


def test_a_fetch_has_title_content_and_links(http: httpx.Client):
    got = http.post("/api/web_fetch", json={"url": "example.org/x"}, headers=BEARER).json()
    assert set(got) == {"title", "content", "links"}
    assert got["links"] == ["https://example.org/about"]


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        ("web_search", {}, "query is required"),
        ("web_search", {"query": "x", "max_results": 11}, "max_results must be between 1 and 10"),
        ("web_fetch", {"url": " "}, "url is required"),
    ],
)
def test_a_search_or_fetch_for_nothing_is_a_400(http: httpx.Client, path: str, body, text: str):
    got = http.post(f"/api/{path}", json=body, headers=BEARER)
    assert (got.status_code, got.json()) == (400, {"error": text})


@pytest.mark.parametrize("path", ["web_search", "web_fetch"])
def test_the_local_paths_ask_for_the_account_and_not_the_key(server, http, path: str):
    body = {"query": "x", "url": "x"}
    empty = http.post(f"/api/experimental/{path}", headers=BEARER)
    assert (empty.status_code, empty.json()) == (400, {"error": "missing request body"})
    got = http.post(f"/api/experimental/{path}", json=body, headers=BEARER)
    assert got.status_code == 401
    assert "signin_url" in got.json()
    server.user = {"name": "ada"}
    assert http.post(f"/api/experimental/{path}", json=body).status_code == 200


def test_the_local_paths_are_refused_when_the_cloud_is_off():
    with OllamaServer(cloud_disabled=True, user={"name": "ada"}) as server:
        got = httpx.post(
            f"{server.url}/api/experimental/web_search",
            json={"query": "x"},
            trust_env=False,
            timeout=PATIENCE,
        )
    assert got.status_code == 403
    assert got.json()["error"].startswith("ollama cloud is disabled: ")
