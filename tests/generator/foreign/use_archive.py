"""Uses the client rendered from archive-3.1.yaml. ../test_foreign.py type-checks and runs it."""

from __future__ import annotations

import asyncio
import email
import io
import json
import tempfile
from collections.abc import Callable
from datetime import datetime, timezone
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import respx
from ollama_client import Client, errors
from ollama_client.api.default import (
    change_record,
    download_scan,
    follow_log,
    list_records,
    put_records,
    records_by_name,
    upload_scans,
    watch_changes,
)
from ollama_client.models import Change, Owner, Record, RecordChange, UploadScansBody

client = Client()
HOST = "http://127.0.0.1:9"


def sent(route: respx.Route) -> Any:
    """Return the JSON of the last request."""
    return json.loads(route.calls.last.request.content)


def list_at_the_top() -> None:
    raw: Any = [{"id": 1, "state": None, "newer": 1}, {"id": 2, "state": "final"}, None]
    respx.get(f"{HOST}/records").respond(json=raw, headers={"X-Total": "2"})
    for records in (
        list_records.sync(client=client),
        asyncio.run(list_records.asyncio(client=client)),
    ):
        assert [record and (record.id, record.state) for record in records] == [
            (1, None),
            (2, "final"),
            None,
        ]
        assert records[0].to_dict() == {"id": 1, "state": None, "newer": 1}
    route = respx.put(f"{HOST}/records").respond(204)
    put_records.sync(client=client, body=[Record(id=1), Record(id=2, state="draft")])
    assert sent(route) == [{"id": 1}, {"id": 2, "state": "draft"}]
    asyncio.run(put_records.asyncio(client=client, body=[]))
    assert sent(route) == []
    assert route.calls.last.request.headers["content-type"] == "application/json"
    try:
        put_records.sync(client=client, body=[], extra_body={"a": 1})
    except TypeError as error:
        assert "extra_body" in str(error)
    else:
        raise AssertionError("keys cannot be added to a list")


def mapping_of_lists() -> None:
    respx.get(f"{HOST}/records/by-name").respond(json={"a": [{"id": 1}], "b": []})
    found: dict[str, list[Record]] = records_by_name.sync(client=client)
    assert found["a"][0].id == 1
    assert found["b"] == []


def nullable_values() -> None:
    record = Record.from_dict({"id": 1, "state": "newer", "parents": [{"id": 2}, None]})
    assert record.state == "newer"
    assert record.parents is not None
    assert [parent and parent.id for parent in record.parents] == [2, None]
    assert Record(id=1, state=None).state is None
    try:
        RecordChange(state="finl")  # type: ignore[arg-type]
    except ValueError as error:
        assert "RecordChange.state" in str(error)
    else:
        raise AssertionError("a closed list takes its words only")


def null_in_a_request() -> None:
    route = respx.patch(f"{HOST}/records/7").respond(json={"id": 7})

    def patched(body: RecordChange) -> Any:
        change_record.sync(client=client, id=7, body=body)
        whole = sent(route)
        asyncio.run(change_record.asyncio(client=client, id=7, body=body))
        assert sent(route) == whole
        return whole

    assert patched(RecordChange()) == {}
    assert patched(RecordChange(title=None)) == {"title": None}
    assert patched(RecordChange(title=None, state=None, note=None, owner=None)) == {
        "title": None,
        "state": None,
        "owner": None,
    }
    assert patched(RecordChange(title="a", owner=Owner(name=None))) == {
        "title": "a",
        "owner": {"name": None},
    }
    body = RecordChange(title="a")
    body["title"] = None
    assert patched(body) == {"title": None}
    assert route.calls.last.request.headers["content-type"] == "application/merge-patch+json"


def download() -> None:
    content = bytes(range(256)) * 1000
    respx.get(f"{HOST}/records/7/scan").respond(content=content)
    assert download_scan.sync(client=client, id=7) == content
    assert asyncio.run(download_scan.asyncio(client=client, id=7)) == content
    with tempfile.TemporaryFile() as file:
        for piece in download_scan.stream(client=client, id=7):
            file.write(piece)
        file.seek(0)
        assert file.read() == content

    async def collect() -> bytes:
        return b"".join([it async for it in download_scan.asyncio_stream(client=client, id=7)])

    assert asyncio.run(collect()) == content
    respx.get(f"{HOST}/records/8/scan").respond(404, json={"error": "none"})

    async def fail() -> None:
        async for _ in download_scan.asyncio_stream(client=client, id=8):
            pass

    for attempt in (
        lambda: download_scan.sync(client=client, id=8),
        lambda: list(download_scan.stream(client=client, id=8)),
        lambda: asyncio.run(fail()),
    ):
        try:
            attempt()
        except errors.NotFoundError as error:
            assert error.error == "none"
        else:
            raise AssertionError("a failed download raises")
    respx.get(f"{HOST}/records/9/scan").mock(side_effect=httpx.ConnectError("refused"))
    try:
        list(download_scan.stream(client=client, id=9))
    except errors.ConnectError:
        pass
    else:
        raise AssertionError("no connection raises")


def parts(route: respx.Route) -> list[tuple[Any, Any, Any]]:
    request = route.calls.last.request
    head = f"content-type: {request.headers['content-type']}\n\n".encode()
    message: Message = email.message_from_bytes(head + request.content)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in message.walk()
        if not part.is_multipart()
    ]


def form_with_a_list_of_files() -> None:
    route = respx.post(f"{HOST}/records/7/scan").respond(204)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "two.png"
        path.write_bytes(b"two")

        def body() -> UploadScansBody:
            third = ("three.png", io.BytesIO(b"three"), "image/png")
            return UploadScansBody(pages=[b"one", path, third], cover=b"c", labels=["a", "b"])

        expected = [
            ("labels", None, b"a"),
            ("labels", None, b"b"),
            ("cover", "upload", b"c"),
            ("pages", "upload", b"one"),
            ("pages", "two.png", b"two"),
            ("pages", "three.png", b"three"),
        ]
        upload_scans.sync(client=client, id=7, body=body())
        assert parts(route) == expected, parts(route)
        asyncio.run(upload_scans.asyncio(client=client, id=7, body=body()))
        assert parts(route) == expected
    wrong: list[tuple[type[Exception], Callable[[], Any], str]] = [
        (ValueError, lambda: UploadScansBody(pages=b"one"), "pages"),  # type: ignore[arg-type]
        (ValueError, lambda: UploadScansBody(pages=["one"]), "pages"),  # type: ignore[list-item]
        (
            TypeError,
            lambda: upload_scans.sync(client=client, id=7, body={"pages": b"one"}),  # type: ignore[arg-type]
            "body.pages: expected a list of files, got bytes",
        ),
    ]
    for kind, attempt, message in wrong:
        try:
            attempt()
        except kind as error:
            assert message in str(error), error
        else:
            raise AssertionError(message)


def only_ever_a_stream() -> None:
    events = 'data: {"kind": "added", "record": {"id": 1}}\n\ndata: {"kind": "newer", "x": 1}\n\n'
    kind = {"content-type": "text/event-stream"}
    route = respx.get(url__startswith=f"{HOST}/changes").respond(text=events, headers=kind)
    since = datetime(2026, 11, 20, 14, 3, tzinfo=timezone.utc)
    changes: list[Change] = list(watch_changes.stream(client=client, since=since))
    assert [change.kind for change in changes] == ["added", "newer"]
    assert changes[0].record is not None
    assert changes[0].record.id == 1
    request = route.calls.last.request
    assert request.url.params["since"] == "2026-11-20T14:03:00Z"
    assert request.headers["accept"].startswith("text/event-stream")

    async def collect() -> list[str]:
        return [change.kind async for change in watch_changes.asyncio_stream(client=client)]

    assert asyncio.run(collect()) == ["added", "newer"]
    assert not hasattr(watch_changes, "sync")
    lines = {"content-type": "application/x-ndjson"}
    respx.post(f"{HOST}/log").respond(text='{"line": "a"}\n{"line": "b"}\n', headers=lines)
    assert [item.line for item in follow_log.stream(client=client)] == ["a", "b"]


def main() -> None:
    for use in (
        list_at_the_top,
        mapping_of_lists,
        nullable_values,
        null_in_a_request,
        download,
        form_with_a_list_of_files,
        only_ever_a_stream,
    ):
        with respx.mock:
            use()
        client.close()
        print(use.__name__)


if __name__ == "__main__":
    main()
