"""Random framing and answers of a server: only declared errors may be raised.

    python -m proof.fuzz [--cases 200000] [--seed 1]

Half of the cases cut a body of lines or events into random pieces. The items and the failure must
be those of the whole body. The other half answers calls of the client with JSON whose values were
replaced, removed or broken. Every call must return a usable answer or raise an `OllamaError`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import httpx
from ollama_client._runtime.operation import Stream
from ollama_client._runtime.streams import EventReader, LineReader, Reader

import ollama

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 1.5, 1e308, "", "text", "\ud83d", "\x00\x1f", "é" * 40,
    [], [1], [None], [[]], {}, {"a": 1}, {"error": "no"}, [{}], {"role": 5},
    "2026-01-01T00:00:00Z", "99999-01-01",
)  # fmt: skip
CALL = {"function": {"name": "f", "arguments": {"x": 1}}}
CHAT = {
    "model": "m",
    "created_at": "2026-01-01T00:00:00.123456789Z",
    "message": {"role": "assistant", "content": "Hi", "thinking": "hm", "tool_calls": [CALL]},
    "done": True,
    "done_reason": "stop",
    "total_duration": 1,
    "prompt_eval_count": 2,
    "eval_count": 3,
    "eval_duration": 4,
}
PULL = {"status": "downloading", "digest": "sha256:1", "total": 5, "completed": 2}
LISTED = {
    "name": "m", "model": "m", "modified_at": "2026-01-01T00:00:00Z", "size": 1, "digest": "d",
    "details": {"format": "gguf", "family": "llama", "families": ["llama"], "parameter_size": "1B"},
}  # fmt: skip

#: Calls, and an answer to each.
CALLS: tuple[tuple[Callable[[ollama.Client], Any], dict[str, Any]], ...] = (
    (lambda client: client.chat("m", "Hi"), CHAT),
    (lambda client: [*client.chat("m", "Hi", stream=True)], CHAT),
    (lambda client: client.chat("m", "Hi", stream=True).get_final_response(), CHAT),
    (lambda client: client.generate("m", "Hi"), {**CHAT, "response": "Hi", "context": [1, 2]}),
    (lambda client: [*client.generate("m", "Hi", stream=True)], {**CHAT, "response": "Hi"}),
    (lambda client: client.embed("m", "Hi"), {"model": "m", "embeddings": [[0.1, 0.2]]}),
    (lambda client: client.list(), {"models": [LISTED]}),
    (lambda client: client.ps(), {"models": [{**LISTED, "expires_at": "2026-01-01T00:00:00Z"}]}),
    (
        lambda client: client.show("m"),
        {**LISTED, "model_info": {"a": 1}, "capabilities": ["tools"]},
    ),
    (lambda client: [*client.pull("m", stream=True)], PULL),
    (lambda client: client.pull("m"), PULL),
    (lambda client: client.version(), {"version": "0.1"}),
)
STATUSES = (200, 200, 200, 200, 200, 204, 299, 400, 404, 429, 500, 503, 600)
TYPES = (
    "application/json",
    "application/x-ndjson",
    "text/html; charset=utf-7",
    "text/event-stream",
    "",
)


def changed(value: Any, chance: random.Random) -> Any:
    """Return JSON with a random change."""
    if not value or chance.random() < 0.2 or not isinstance(value, (dict, list)):
        return chance.choice(VALUES)
    copy: Any = cast("Any", value).copy()
    places: Any = list(copy) if hasattr(copy, "keys") else range(len(copy))
    place = chance.choice(places)
    if chance.random() < 0.15:
        del copy[place]
    else:
        copy[place] = changed(copy[place], chance)
    return copy


def broken(text: bytes, chance: random.Random) -> bytes:
    """Return bytes with some of them removed, doubled or replaced."""
    start, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
    put = chance.choice(
        (b"", text[start:end] * 2, b"\n", b"\xff", b'"', b"\\", b"[" * 300, b"\xef\xbb\xbf")
    )
    return text[:start] + put + text[end:]


def body(answer: Any, chance: random.Random) -> bytes:
    """Return the bytes of a server: lines of JSON, some of them changed or broken."""
    lines = [answer, *(changed(answer, chance) for _ in range(chance.randrange(3)))]
    chance.shuffle(lines)
    ascii_only = chance.random() < 0.5
    encoded = [
        json.dumps(line, ensure_ascii=ascii_only).encode(errors="surrogatepass") for line in lines
    ]
    text = chance.choice((b"\n", b"\n\n", b"\r\n")).join(encoded)
    return broken(text, chance) if chance.random() < 0.4 else text


# ---------------------------------------------------------------------- cases


def read_in_pieces(chance: random.Random) -> str:
    """Read one body as a whole and in pieces. Return the outcome.

    Raises:
        AssertionError: The two outcomes differ.
    """
    text = body(CHAT, chance)
    kind: type[Reader[Any]] = LineReader
    stream = Stream(terminator=("done", (True,)))
    if chance.random() < 0.4:
        kind = EventReader
        text = b"".join(b"data: " + line + b"\n\n" for line in text.split(b"\n"))
    cuts = sorted(chance.randrange(len(text) + 1) for _ in range(chance.randrange(8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole, parts = (_read(kind(dict, stream, 200), given) for given in ([text], pieces))
    assert whole == parts, f"{text!r} in pieces {cuts}: {whole} and {parts}"
    return str(whole[1])


def _read(reader: Reader[Any], pieces: list[bytes]) -> tuple[list[Any], str]:
    items: list[Any] = []
    for piece in [*pieces, None]:
        items += reader.finish() if piece is None else reader.feed(piece)
        if reader.failure is not None:
            return items, type(reader.failure).__name__
    return items, "answer"


def ask(client: ollama.Client, call: Callable[[ollama.Client], Any]) -> str:
    """Make a call and use its answer. Return the outcome."""
    try:
        answer = call(client)
        items: list[Any] = answer if hasattr(answer, "append") else [answer]
        for item in items:
            for name in ("text", "usage", "model_dump", "model_dump_json", "__repr__"):
                used = getattr(item, name, None)
                if callable(used):
                    used()
    except ollama.OllamaError as error:
        shown = f"{error} {error!r}"
        assert len(shown) < 5000, f"a text of {len(shown)} characters"
        return type(error).__name__
    return "answer"


def run(cases: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Try many cases. Return the number of each outcome, and the cases with unexpected ones."""
    seen: Counter[str] = Counter()
    failures: list[str] = []
    made: dict[str, httpx.Response] = {}
    transport = httpx.MockTransport(lambda _: made["response"])
    client = ollama.Client("http://h", transport=transport)
    for case in range(cases):
        chance = random.Random(seed * 1_000_003 + case)
        try:
            if case % 2:
                seen[f"framing: {read_in_pieces(chance)}"] += 1
                continue
            call, answer = chance.choice(CALLS)
            made["response"] = httpx.Response(
                chance.choice(STATUSES),
                headers={"content-type": chance.choice(TYPES)},
                content=body(answer, chance),
            )
            seen[f"calls: {ask(client, call)}"] += 1
        except Exception:
            failures.append(f"case {case} of seed {seed}:\n{traceback.format_exc()}")
    client.close()
    return seen, failures


def main() -> int:
    """Run the cases, and print the outcomes."""
    parser = argparse.ArgumentParser(prog="proof.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    seen, failures = run(given.cases, given.seed)
    for kind, count in sorted(seen.items()):
        print(f"{count:8,}  {kind}")
    for text in failures[:10]:
        print(text, file=sys.stderr)
    seconds = time.perf_counter() - began
    print(f"{given.cases:,} cases in {seconds:.0f} s: {len(failures)} undeclared errors or splits")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
