"""Uses the client rendered from library-3.0.yaml. ../test_foreign.py type-checks and runs it."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import httpx
import respx
from ollama_client import Client, errors
from ollama_client.api.books_more import get_books as list_books
from ollama_client.api.default import (
    add_a_book,
    adopt,
    book_parts,
    book_parts2,
    put_cover,
)
from ollama_client.models import AuthorName, Book, BookParts2Body, Cat, Dog, NewBook, NewBookExtra

HOST = "http://127.0.0.1:9/v2"
client = Client()


def parameters_of_every_kind() -> None:
    route = respx.get(url__startswith=f"{HOST}/books").respond(json=[{"id": 1, "title": "a"}])
    found: list[Book] = list_books.sync(
        client=client,
        shelf=["a", "b"],
        years=[1999, 2001],
        tag=["x", "y"],
        x_flag=True,
        x_words=["one", "two"],
        client_="me",
        order="down",
        anything="any",
        x_trace="t",
    )
    assert [book.title for book in found] == ["a"]
    request = route.calls.last.request
    assert request.url.params.get_list("shelf") == ["a,b"]
    assert request.url.params.get_list("years") == ["1999|2001"]
    assert request.url.params.get_list("tag") == ["x", "y"]
    assert request.url.params["client"] == "me"
    assert request.headers["x-flag"] == "true"
    assert request.headers["x-words"] == "one,two"
    assert request.headers["x-trace"] == "t"
    list_books.sync(client=client, headers={"cookie": "session=1", "x-key": "k"})
    request = route.calls.last.request
    assert str(request.url) == f"{HOST}/books"
    assert request.headers["cookie"] == "session=1"
    assert "authorization" not in request.headers


def parameters_in_the_path() -> None:
    route = respx.get(url__startswith=f"{HOST}/books/").respond(json={"a": {"id": 3}})
    found: dict[str, Book] = book_parts.sync(
        client=client, ids=[1, 2], part_no="a/b", ids_query=True
    )
    assert found["a"].id == 3
    assert str(route.calls.last.request.url) == f"{HOST}/books/1,2/a%2Fb?ids=true"


def a_body_that_may_be_left_out() -> None:
    route = respx.post(f"{HOST}/books").respond(201, json={"id": 1, "genre": None})
    add_a_book.sync(client=client)
    assert route.calls.last.request.content == b""
    assert "content-type" not in route.calls.last.request.headers
    asyncio.run(add_a_book.asyncio(client=client))
    assert route.calls.last.request.content == b""
    add_a_book.sync(client=client, extra_body={"title": "a"})
    assert json.loads(route.calls.last.request.content) == {"title": "a"}
    body = NewBook(
        title="a",
        pages=None,
        schema_="s",
        self_="me",
        a_b="1",
        a_b_2="2",
        field_2nd="3",
        author=AuthorName(name="b"),
        extra=NewBookExtra.from_dict({"a": "b", "further": "kept"}),
    )
    book = add_a_book.sync(client=client, body=body)
    assert json.loads(route.calls.last.request.content) == {
        "title": "a",
        "pages": None,
        "schema": "s",
        "self": "me",
        "a-b": "1",
        "a_b": "2",
        "2nd": "3",
        "author": {"name": "b"},
        "extra": {"a": "b", "further": "kept"},
    }
    assert (book.id, book.genre) == (1, None)


def errors_of_one_component() -> None:
    for status, kind in ((400, errors.ProblemError), (422, errors.UnprocessableEntityError)):
        respx.post(f"{HOST}/books").respond(status, json={"error": "no"})
        try:
            add_a_book.sync(client=client)
        except kind as error:
            assert error.status_code == status
        else:
            raise AssertionError(status)


def forms_without_files() -> None:
    route = respx.post(f"{HOST}/search").respond(text="<p>", headers={"content-type": "text/html"})
    body = BookParts2Body(q="a&b", kinds=["x", "y"], exact=True)
    for answer in (
        book_parts2.sync(client=client, body=body),
        asyncio.run(book_parts2.asyncio(client=client, body=body)),
    ):
        assert answer == "<p>"
        request = route.calls.last.request
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        fields = parse_qs(request.content.decode())
        assert fields == {"q": ["a&b"], "kinds": ["x", "y"], "exact": ["true"]}


def a_body_of_another_media_type() -> None:
    route = respx.put(f"{HOST}/cover").mock(return_value=httpx.Response(200, text="ignored"))
    assert put_cover.sync(client=client, body=b"png") is None  # type: ignore[func-returns-value]
    assert route.calls.last.request.content == b"png"
    assert route.calls.last.request.headers["content-type"] == "image/png"


def objects_told_apart_by_a_discriminator() -> None:
    route = respx.post(f"{HOST}/pets")
    raw: Any
    for raw, kind in (
        ({"species": "cat", "lives": 9}, Cat),
        ({"species": "kitten"}, Cat),
        ({"species": "dog", "tricks": ["sit"]}, Dog),
        ({"species": "newt"}, dict),
    ):
        route.respond(json=raw)
        pet = adopt.sync(client=client, body=Dog(species="dog"))
        assert isinstance(pet, kind), raw
    request = route.calls.last.request
    assert json.loads(request.content) == {"species": "dog"}
    assert request.headers["content-type"] == "application/json; charset=utf-8"


def main() -> None:
    for use in (
        parameters_of_every_kind,
        parameters_in_the_path,
        a_body_that_may_be_left_out,
        errors_of_one_component,
        forms_without_files,
        a_body_of_another_media_type,
        objects_told_apart_by_a_discriminator,
    ):
        with respx.mock:
            use()
        client.close()
        print(use.__name__)


if __name__ == "__main__":
    main()
