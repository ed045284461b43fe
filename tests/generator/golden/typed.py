"""A program that uses the golden package, for strict type checkers; see ../test_golden.py.

Lines that end with `# wrong` must be refused, and all others accepted.
"""

from __future__ import annotations

from pathlib import Path

from ollama_client import Client
from ollama_client.api.plain_things import transcribe
from ollama_client.api.streams import start_reply, start_talk
from ollama_client.models import (
    Reply,
    ReplyPicture,
    ReplyRequest,
    ReplyText,
    TalkBegun,
    TalkFailed,
    TranscribeRequest,
    Transcript,
)


def stream_of_one_kind(client: Client) -> list[str | None]:
    body = ReplyRequest(content=[ReplyText(type="text", text="hello")], prompt=[[1], [2]])
    return [chunk.delta for chunk in start_reply.stream(client=client, body=body)]


async def stream_of_several_kinds(client: Client) -> str | None:
    async for event in start_talk.asyncio_stream(client=client, body=ReplyRequest(content="hi")):
        if isinstance(event, TalkFailed):
            return event.reason
        if isinstance(event, dict):
            return str(event["type"])
        if isinstance(event, TalkBegun) and event.by:
            return event.by.sender
        print(event.reason)  # wrong
    return None


def kinds_of_a_newer_server(reply: Reply) -> str:
    if isinstance(reply.content, str):
        return reply.content
    for part in reply.content:
        print(part.text)  # wrong
        if isinstance(part, dict):
            return str(part["x"])
        if not isinstance(part, ReplyPicture):
            return part.text
    return ""


def forms(client: Client, path: Path) -> str:
    with path.open("rb") as file:
        for it in (b"", path, file, ("name", path), ("name", file, "audio/wav")):
            TranscribeRequest(file=it, model="m")
    TranscribeRequest(file="text", model="m")  # wrong
    TranscribeRequest(file=("name", "text"), model="m")  # wrong
    TranscribeRequest(model="m")  # wrong
    got = transcribe.sync(client=client, body=TranscribeRequest(file=path, model="m"))
    print(got.text)  # wrong
    return got.text if isinstance(got, Transcript) else got.upper()
