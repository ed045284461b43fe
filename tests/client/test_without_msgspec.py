"""The package without msgspec: the standard library reads JSON."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

WITHOUT = """
import sys
sys.modules["msgspec"] = None
import httpx
from ollama_client import Client, errors
from ollama_client._runtime import codec
from ollama_client.api.generation import generate_chat
from ollama_client.models import ChatRequest, Message, Options

import json
assert codec.strict_reader() is json.loads
bodies = []

def answer(request):
    bodies.append(request.content)
    return httpx.Response(200, content=(
        '{"message":{"role":"assistant","content":"\\u2028\\x85 \\\\ud83d\\\\ude00"},'
        '"done":false}\\n\\n'
        '{"message":{"role":"assistant","content":""},"done":true,"eval_count":7}\\n').encode())

with Client(transport=httpx.MockTransport(answer)) as client:
    body = ChatRequest(
        model="m",
        messages=[Message(role="user", content="\\u00e9")],
        options=Options(temperature=0.25, top_p=0.5),
    )
    items = list(generate_chat.stream(client=client, body=body))
    try:
        generate_chat.sync(client=client, body=body)
    except errors.ResponseParseError:
        pass
    else:
        raise AssertionError("two lines are no object")
assert [item.message.content for item in items] == ["\\u2028\\x85 \\U0001f600", ""]
assert items[-1].eval_count == 7
assert bodies[0] == (
    '{"model":"m","messages":[{"role":"user","content":"\\u00e9"}],'
    '"options":{"top_p":0.5,"temperature":0.25},"stream":true}').encode(), bodies[0]
assert items[-1].model_dump_json(exclude_none=True, exclude_unset=True) == (
    '{"done":true,"eval_count":7,"message":{"role":"assistant","content":""}}')
print("all is well")
"""


def test_the_client_works_without_msgspec() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT],
        env={"PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("all is well\n", "")
