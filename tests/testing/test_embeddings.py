"""embed and embeddings: vectors that only depend on the texts."""

import math
import sys

import pytest

from ollama.testing import Model, OllamaServer
from ollama.testing._embeddings import vector_of

EMBEDDER = "nomic-embed-text"


def norm(vector: list[float]) -> float:
    return math.sqrt(math.fsum(value * value for value in vector))


def cosine(one: list[float], two: list[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, two, strict=True)) / norm(one) / norm(two)


def test_embed_gives_one_unit_vector_per_text_in_order(post):
    got = post("/api/embed", model=EMBEDDER, input=["a cat", "a dog", "a cat"]).json()
    assert got["model"] == EMBEDDER
    one, two, three = got["embeddings"]
    assert one == three != two
    assert [len(vector) for vector in got["embeddings"]] == [768] * 3
    assert all(abs(norm(vector) - 1) < 1e-6 for vector in got["embeddings"])
    assert got["prompt_eval_count"] == 6
    assert got["total_duration"] > got["load_duration"] > 0


def test_a_single_text_is_a_list_of_one(post):
    single = post("/api/embed", model=EMBEDDER, input="a cat").json()["embeddings"]
    assert single == post("/api/embed", model=EMBEDDER, input=["a cat"]).json()["embeddings"]


def test_texts_with_common_words_are_closer(post):
    texts = ["the cat sat on the mat", "the cat lay on the mat", "stock prices fell sharply"]
    one, two, three = post("/api/embed", model=EMBEDDER, input=texts).json()["embeddings"]
    assert cosine(one, two) > 0.5 > abs(cosine(one, three))


def test_another_model_gives_other_vectors(server: OllamaServer, post):
    server.add_model(Model("tiny", ("embedding",), parameter_size="1M", embedding_length=4))
    (vector,) = post("/api/embed", model="tiny", input="x").json()["embeddings"]
    assert len(vector) == 4
    (other,) = post("/api/embed", model=EMBEDDER, input="x", dimensions=4).json()["embeddings"]
    assert vector != other


@pytest.mark.parametrize(("wanted", "length"), [(64, 64), (0, 768), (768, 768), (5000, 768)])
def test_dimensions_cut_and_renormalise(post, wanted: int, length: int):
    full = post("/api/embed", model=EMBEDDER, input="a cat").json()["embeddings"][0]
    cut = post("/api/embed", model=EMBEDDER, input="a cat", dimensions=wanted).json()["embeddings"][
        0
    ]
    assert len(cut) == length
    assert abs(norm(cut) - 1) < 1e-6
    assert cosine(cut, full[:length]) > 0.999999


@pytest.mark.parametrize("value", ["", [], None])
def test_an_empty_input_only_loads_the_model(http, post, value):
    got = post("/api/embed", model=EMBEDDER, input=value)
    assert got.json() == {"model": EMBEDDER, "embeddings": []}
    assert http.get("/api/ps").json()["models"][0]["name"] == "nomic-embed-text:latest"


@pytest.mark.parametrize("value", [3, True, {"a": 1}, ["a", 3], [None], [["a"]]])
def test_other_inputs_are_a_400(post, value):
    got = post("/api/embed", model=EMBEDDER, input=value)
    assert (got.status_code, got.json()) == (400, {"error": "invalid input type"})


def test_too_long_an_input_is_cut_or_refused(post):
    asked = {"model": EMBEDDER, "input": ["short", "word " * 30], "options": {"num_ctx": 10}}
    assert post("/api/embed", **asked).json()["prompt_eval_count"] == 11
    got = post("/api/embed", **asked, truncate=False)
    assert got.status_code == 400
    assert got.json()["error"] == "the input length exceeds the context length"


@pytest.mark.parametrize("name", ["nope", ""])
def test_embed_does_not_find_the_model(post, name: str):
    got = post("/api/embed", model=name, input="x")
    assert got.status_code == 404
    assert got.json()["error"] == f'model "{name}" not found, try pulling it first'


def test_the_old_route_gives_one_vector_that_is_not_normalised(post):
    got = post("/api/embeddings", model=EMBEDDER, prompt="a cat").json()
    assert list(got) == ["embedding"]
    assert len(got["embedding"]) == 768
    assert abs(norm(got["embedding"]) - 1) > 0.5
    unit = post("/api/embed", model=EMBEDDER, input="a cat").json()["embeddings"][0]
    assert cosine(got["embedding"], unit) > 0.999999


def test_the_old_route_with_no_prompt_only_loads(post):
    assert post("/api/embeddings", model=EMBEDDER).json() == {"embedding": []}


def test_the_old_route_requires_a_model_and_finds_it(post):
    assert post("/api/embeddings", prompt="x").json() == {"error": "model is required"}
    got = post("/api/embeddings", model="nope", prompt="x")
    assert got.status_code == 404
    assert "nope" in got.json()["error"]


def test_a_long_text_is_like_what_it_contains(post):
    words = [f"word{number}" for number in range(3000)]
    short, long = " ".join(words[:200]), " ".join(words)
    texts = [short, short + " more", long, "something else", ""]
    one, two, three, four, _ = post("/api/embed", model=EMBEDDER, input=texts).json()["embeddings"]
    assert all(abs(norm(vector) - 1) < 1e-6 for vector in (one, two, three, four))
    assert cosine(one, two) > 0.97
    assert cosine(one, three) > 0.15 > abs(cosine(one, four))


def test_the_passage_with_the_words_of_a_question_is_the_closest(post):
    passages = [
        "The warranty of the kettle ends after two years.",
        "Bread is baked in the oven for forty minutes.",
        "Paris is the capital of France, and its largest city.",
    ]
    asked = [*passages, "what is the capital of France?"]
    *vectors, question = post("/api/embed", model=EMBEDDER, input=asked).json()["embeddings"]
    likeness = [cosine(vector, question) for vector in vectors]
    assert max(likeness) == likeness[2]


def test_vectors_stay_the_same_from_version_to_version(post):
    """Programs store vectors in files beside their tests."""
    asked = {"model": EMBEDDER, "input": "the cat sat on the mat", "dimensions": 6}
    (vector,) = post("/api/embed", **asked).json()["embeddings"]
    assert [round(value, 4) for value in vector] == [
        -0.6047,
        0.0864,
        0.0864,
        -0.0864,
        0.7775,
        0.0864,
    ]


def test_a_text_takes_little_time(server: OllamaServer, post):
    """It is counted in calls of Python functions, because times depend on the machine."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    model = server.models[0]
    sys.setprofile(count)
    try:
        assert vector_of(model, "one two three four").text
    finally:
        sys.setprofile(None)
    assert calls < 400
