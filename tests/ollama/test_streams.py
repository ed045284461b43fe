"""Tests of the streams that `stream=True` returns: iterators that also have the complete answer."""

from __future__ import annotations

import asyncio
import copy
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client.errors import IncompleteStreamError

import ollama
from ollama import AsyncClient, ChatResponse, Client, GenerateResponse, Message, ResponseError
from ollama._async.stream import AsyncResponseStream
from ollama._core.stream import Merged
from ollama._sync.stream import ResponseStream
from ollama.testing import OllamaServer
from tests.patience import LONG
from tests.work import grows_in_proportion

from .calls import was_aborted

MODEL = "llama3.2"
ASKED = [{"role": "user", "content": "Hi"}]

#: Fields that differ between calls with the same answer.
OF_THE_CALL = ("created_at", "total_duration", "load_duration", "prompt_eval_duration")


def kept(answer: Any) -> dict[str, Any]:
    """Return the parts of an answer that are equal for the same question."""
    return {key: value for key, value in answer.to_dict().items() if key not in OF_THE_CALL}


def on_async_client(server: OllamaServer, use: Callable[[AsyncClient], Any]) -> Any:
    """Run a coroutine function with a new client."""

    async def main() -> Any:
        async with AsyncClient(host=server.url) as client:
            return await use(client)

    return asyncio.run(main())


# ---------------------------------------------------------------------- behavior of an iterator


def test_a_stream_is_an_iterator(server: OllamaServer) -> None:
    server.reply("one two")
    with Client(host=server.url) as client:
        stream = client.chat(MODEL, ASKED, stream=True)
        assert isinstance(stream, ResponseStream)
        assert isinstance(stream, Iterator)
        assert server.requests == []
        first = next(stream)
        assert [first.message.content, *(piece.message.content for piece in stream)] == [
            "one",
            " two",
            "",
        ]
        with pytest.raises(StopIteration):
            next(stream)


def test_a_stream_is_an_async_iterator(server: OllamaServer) -> None:
    server.reply("one two")

    async def use(client: AsyncClient) -> list[str | None]:
        stream = await client.chat(MODEL, ASKED, stream=True)
        assert isinstance(stream, AsyncResponseStream)
        assert isinstance(stream, AsyncIterator)
        first = await anext(stream)
        return [first.message.content, *[piece.message.content async for piece in stream]]

    assert on_async_client(server, use) == ["one", " two", ""]


def test_a_stream_is_a_generator(server: OllamaServer) -> None:
    server.reply("one two")
    with Client(host=server.url) as client:
        stream = client.chat(MODEL, ASKED, stream=True)
        assert inspect.isgenerator(stream)
        assert isinstance(stream, Generator)
        assert iter(stream) is stream
        assert stream.gi_frame is not None
        assert not stream.gi_running
        assert (stream.gi_code.co_flags & inspect.CO_GENERATOR, stream.gi_yieldfrom) != (0, 0)
        assert stream.send(None).message.content == "one"
        with pytest.raises(KeyError):
            stream.throw(KeyError("x"))
        assert stream.gi_frame is None
        assert [*stream] == []
        with pytest.raises(TypeError, match="read once"):
            copy.copy(stream)


def test_a_stream_is_an_async_generator(server: OllamaServer) -> None:
    server.reply("one two")

    async def use(client: AsyncClient) -> None:
        stream = await client.chat(MODEL, ASKED, stream=True)
        assert inspect.isasyncgen(stream)
        assert isinstance(stream, AsyncGenerator)
        assert aiter(stream) is stream
        assert (stream.ag_running, stream.ag_await) == (False, None)
        assert (await stream.asend(None)).message.content == "one"
        with pytest.raises(KeyError):
            await stream.athrow(KeyError("x"))
        assert stream.ag_frame is None

    on_async_client(server, use)


# ---------------------------------------------------------------------- texts and the answer


def test_texts_the_answer_so_far_and_the_final_one(server: OllamaServer) -> None:
    server.reply("one two three", thinking="well then")
    with Client(host=server.url) as client:
        with client.chat("qwen3", ASKED, stream=True, think=True) as stream:
            assert stream.current.text == ""
            seen = []
            for text in stream.text_stream:
                seen.append(text)
                assert stream.current.text == "".join(seen)
                assert stream.current.message.thinking == "well then"
            final = stream.get_final_response()
        assert seen == ["one", " two", " three"]
        assert final.text == "one two three"
        assert final.done
        assert final == stream.current


def test_the_same_awaited(server: OllamaServer) -> None:
    server.reply("one two three", thinking="well then")

    async def use(client: AsyncClient) -> None:
        async with await client.chat("qwen3", ASKED, stream=True, think=True) as stream:
            seen = []
            async for text in stream.text_stream:
                seen.append(text)
                assert stream.current.text == "".join(seen)
            final = await stream.get_final_response()
        assert seen == ["one", " two", " three"]
        assert (final.text, final.message.thinking) == ("one two three", "well then")

    on_async_client(server, use)


@pytest.mark.parametrize("method", ["chat", "generate"])
@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_a_stream_adds_up_to_the_answer_in_one_piece(
    server: OllamaServer, method: str, flavour: str
) -> None:
    arguments: dict[str, Any] = {"model": "qwen3", "think": True, "logprobs": True}
    arguments |= {"messages": ASKED} if method == "chat" else {"prompt": "Hi"}
    calls = [{"name": name, "arguments": {"n": n}} for n, name in enumerate(("add", "sub"))]
    server.reply(
        "one two three", thinking="well then", tool_calls=calls if method == "chat" else (), times=2
    )
    if flavour == "sync":
        with Client(host=server.url) as client:
            whole = getattr(client, method)(**arguments)
            final = getattr(client, method)(**arguments, stream=True).get_final_response()
    else:

        async def use(client: AsyncClient) -> Any:
            whole = await getattr(client, method)(**arguments)
            stream = await getattr(client, method)(**arguments, stream=True)
            return whole, await stream.get_final_response()

        whole, final = on_async_client(server, use)
    assert type(final) is type(whole)
    left, right = kept(final), kept(whole)
    for answer in (left, right):
        for number, one in enumerate(answer.get("message", {}).get("tool_calls", ())):
            one["id"] = number  # chosen randomly by the server
    assert left == right


def test_a_download_has_its_last_state(server: OllamaServer) -> None:
    server.offer_model("tiny")
    with Client(host=server.url) as client, client.pull("tiny", stream=True) as stream:
        states = []
        for state in stream:
            states.append(state)
            assert stream.current == state
        assert stream.get_final_response().status == "success"
        assert stream.usage is None
        assert list(stream.text_stream) == []
    assert len(states) > 2


# ---------------------------------------------------------------------- usage


def test_usage(server: OllamaServer) -> None:
    server.reply("one two three", delay=0.01)
    with Client(host=server.url) as client:
        stream = client.chat(MODEL, ASKED, stream=True)
        next(stream)
        assert stream.usage is None
        final = stream.get_final_response()
        usage = stream.usage
    assert usage is not None
    assert usage.completion_tokens == final.eval_count == 3
    assert usage.prompt_tokens == final.prompt_eval_count
    assert usage.total_tokens == usage.prompt_tokens + 3
    assert final.eval_duration is not None
    assert usage.tokens_per_second == pytest.approx(3e9 / final.eval_duration)
    assert usage.time_to_first_token is not None
    assert timedelta(seconds=0.01) <= usage.time_to_first_token < timedelta(seconds=5)


def test_usage_of_an_answer_in_one_piece(server: OllamaServer) -> None:
    server.reply("one two three")
    with Client(host=server.url) as client:
        answer = client.generate(MODEL, "Hi")
        vectors = client.embed("nomic-embed-text", "Hi")
    assert answer.usage is not None
    assert answer.usage.time_to_first_token is None
    assert answer.total_duration is not None
    assert answer.usage.total_duration == timedelta(microseconds=answer.total_duration / 1000)
    assert vectors.usage is not None
    assert vectors.usage.completion_tokens == 0
    assert vectors.usage.tokens_per_second is None


@pytest.mark.parametrize(
    ("count", "cached", "nanoseconds", "per_second"),
    [
        (100, None, 1_000_000, 100_000),  # the server does not send it
        (100, 0, 1_000_000, 100_000),
        (100, 90, 1_000_000, 10_000),
        (100, 100, 1_000_000, None),  # nothing was read
        (100, 90, None, None),
        (None, None, 1_000_000, None),
    ],
)
@pytest.mark.parametrize("model", [ChatResponse, GenerateResponse])
def test_cached_tokens_are_not_read_again(
    model: type[ChatResponse | GenerateResponse],
    count: int | None,
    cached: int | None,
    nanoseconds: int | None,
    per_second: float | None,
) -> None:
    counters = {
        "prompt_eval_count": count,
        "prompt_eval_cached_count": cached,
        "prompt_eval_duration": nanoseconds,
    }
    usage = model.from_dict({name: it for name, it in counters.items() if it is not None}).usage
    assert usage is not None
    assert (usage.prompt_tokens, usage.cached_prompt_tokens) == (count or 0, cached)
    assert usage.total_tokens == (count or 0)
    assert usage.prompt_tokens_per_second == (per_second and pytest.approx(per_second))


def test_cached_tokens_come_with_the_last_line(server: OllamaServer) -> None:
    with Client(host=server.url) as client:
        usage = client.chat(MODEL, ASKED, stream=True).get_final_response().usage
    assert usage is not None
    assert usage.cached_prompt_tokens == 0


def test_an_answer_without_counts_has_no_usage() -> None:
    assert ChatResponse(message=Message(role="assistant")).usage is None
    assert GenerateResponse.from_dict({"eval_count": 3}).usage == ollama.Usage(completion_tokens=3)


def test_text_is_always_a_str() -> None:
    assert Message(role="assistant").text == ""
    assert Message(role="assistant", content="x").text == "x"
    assert ChatResponse.from_dict({}).text == ""
    assert GenerateResponse.from_dict({}).text == ""


# ---------------------------------------------------------------------- leaving early


def test_leaving_the_block_closes_the_connection(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(host=server.url) as client:
        with client.chat(MODEL, ASKED, stream=True) as stream:
            for _ in stream:
                break
        assert was_aborted(server)
        assert list(stream) == []
        assert stream.current.text == "word "


def test_breaking_out_of_the_loop_closes_the_connection(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(host=server.url) as client:
        for _ in client.chat(MODEL, ASKED, stream=True):
            break
        assert was_aborted(server)


def test_breaking_out_of_the_texts_and_closing(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(host=server.url) as client:
        stream = client.generate(MODEL, "Talk", stream=True)
        for _ in stream.text_stream:
            break
        stream.close()
        assert was_aborted(server)


def test_leaving_the_block_closes_the_connection_awaited(server: OllamaServer) -> None:
    server.reply(**LONG)

    async def use(client: AsyncClient) -> bool:
        async with await client.chat(MODEL, ASKED, stream=True) as stream:
            async for _ in stream.text_stream:
                break
        return await asyncio.to_thread(was_aborted, server)

    assert on_async_client(server, use)


def test_cancelling_the_task_closes_the_connection(server: OllamaServer) -> None:
    server.reply(**LONG)

    async def use(client: AsyncClient) -> bool:
        async def read() -> None:
            async for _ in await client.chat(MODEL, ASKED, stream=True):
                begun.set()

        begun = asyncio.Event()
        task = asyncio.create_task(read())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asyncio.to_thread(was_aborted, server)

    assert on_async_client(server, use)


def test_a_stream_that_was_never_begun_sends_nothing(server: OllamaServer) -> None:
    with Client(host=server.url) as client:
        with client.chat(MODEL, ASKED, stream=True) as stream:
            pass
        assert list(stream) == []
    assert server.requests == []


# ---------------------------------------------------------------------- errors


def test_what_had_arrived_stays_after_an_error(server: OllamaServer) -> None:
    server.fail_mid_stream("out of memory", after=2)
    with Client(host=server.url) as client, client.chat(MODEL, ASKED, stream=True) as stream:
        with pytest.raises(ResponseError, match="out of memory"):
            stream.get_final_response()
        assert stream.current.text == "chunk 0 chunk 1 "


def test_a_cut_stream_is_no_final_response(server: OllamaServer) -> None:
    server.cut(after=2)
    with Client(host=server.url) as client, client.chat(MODEL, ASKED, stream=True) as stream:
        with pytest.raises(IncompleteStreamError):
            stream.get_final_response()
        assert stream.current.text == "chunk 0 chunk 1 "


def test_a_refused_call_raises_from_every_way_to_read(server: OllamaServer) -> None:
    def error_of(read: Callable[[Any], Any]) -> int:
        with Client(host=server.url) as client, pytest.raises(ResponseError) as caught:
            read(client.chat("nope", ASKED, stream=True))
        return caught.value.status_code

    for read in (next, list, lambda s: s.get_final_response(), lambda s: next(s.text_stream)):
        assert error_of(read) == 404


@pytest.mark.parametrize("how", ["closed", "failed"])
def test_part_of_an_answer_is_no_final_response(server: OllamaServer, how: str) -> None:
    server.fail_mid_stream("out of memory", after=2)
    with Client(host=server.url) as client:
        stream = client.chat(MODEL, ASKED, stream=True)
        next(stream)
        if how == "closed":
            stream.close()
        else:
            with pytest.raises(ResponseError):
                list(stream)
        with pytest.raises(RuntimeError, match="closed, or failed, before its end"):
            stream.get_final_response()
        assert stream.current.text.startswith("chunk 0")


def test_part_of_an_answer_is_no_final_response_awaited(server: OllamaServer) -> None:
    server.offer_model("tiny")

    async def use(client: AsyncClient) -> None:
        async with await client.pull("tiny", stream=True) as stream:
            await anext(stream)
        with pytest.raises(RuntimeError, match="closed, or failed, before its end"):
            await stream.get_final_response()
        assert stream.current.status == "pulling manifest"

    on_async_client(server, use)


def test_the_last_piece_makes_it_whole(server: OllamaServer) -> None:
    server.reply("one two")
    with Client(host=server.url) as client:
        with client.chat(MODEL, ASKED, stream=True) as stream:
            for piece in stream:
                if piece.done:
                    break
        assert stream.get_final_response().text == "one two"


def test_a_server_that_never_says_that_it_is_done() -> None:
    body = b'{"message":{"role":"assistant","content":"word"}}\n'
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with Client(transport=transport) as client:
        stream = client.chat(MODEL, ASKED, stream=True)
        assert stream.get_final_response().text == "word"


# ---------------------------------------------------------------------- the accumulator

words = st.text(max_size=5)
tool_calls = st.lists(
    st.fixed_dictionaries(
        {"function": st.fixed_dictionaries({"name": words, "arguments": st.just({})})}
    ),
    max_size=2,
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Draw a complete answer of a chat, and a stream of it."""
    texts = {name: draw(st.lists(words, max_size=4)) for name in ("thinking", "content")}
    calls, logprobs = draw(st.lists(tool_calls, max_size=3)), draw(st.lists(words, max_size=4))
    head = {"model": draw(words), "done": False, "x_new": draw(words)}
    tail = {"done": True, "done_reason": "stop", "eval_count": draw(st.integers(0, 9))}
    pieces: list[dict[str, Any]] = []

    def piece(**said: Any) -> None:
        pieces.append({**head, "message": {"role": "assistant", "content": "", **said}})

    for name, parts in texts.items():
        for part in parts:
            piece(**{name: part})
    for some in calls:
        piece(tool_calls=some)
    for number, token in enumerate(logprobs):
        if number < len(pieces):
            pieces[number]["logprobs"] = [{"token": token, "logprob": -1.0}]
    pieces.append({**head, **tail, "message": {"role": "assistant", "content": ""}})
    message: dict[str, Any] = {"role": "assistant", "content": "".join(texts["content"])}
    if texts["thinking"]:
        message["thinking"] = "".join(texts["thinking"])
    if calls:
        message["tool_calls"] = [call for some in calls for call in some]
    whole: dict[str, Any] = {**head, **tail, "message": message}
    joined = [entry for piece in pieces for entry in piece.get("logprobs", ())]
    return {**whole, "logprobs": joined} if joined else whole, pieces


@given(answers())
def test_accumulating_any_stream_equals_the_whole_answer(
    drawn: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    whole, pieces = drawn
    merged = Merged()
    for piece in pieces:
        merged.add(piece)
        merged.value()  # reading it must not change it
    assert ChatResponse.from_dict(merged.value()).to_dict() == whole


@given(st.lists(words, max_size=6), st.lists(words, max_size=6))
def test_accumulating_a_generation(thinking: list[str], response: list[str]) -> None:
    merged = Merged()
    for text in thinking:
        merged.add({"response": "", "thinking": text, "done": False})
    for text in response:
        merged.add({"response": text, "done": False})
    merged.add({"response": "", "done": True, "context": [1, 2]})
    answer = GenerateResponse.from_dict(merged.value())
    assert (answer.text, answer.thinking or "") == ("".join(response), "".join(thinking))
    assert (answer.done, answer.context) == (True, [1, 2])


def test_an_answer_so_far_stays_as_it_was() -> None:
    merged = Merged()
    merged.add({"logprobs": [{"token": "a", "logprob": -1.0}]})
    before = merged.value()
    merged.add({"logprobs": [{"token": "b", "logprob": -1.0}]})
    assert [len(answer["logprobs"]) for answer in (before, merged.value())] == [1, 2]


def test_each_piece_of_a_long_stream_is_looked_at_once() -> None:
    """Reading `current` after each of many pieces does not decode all of them again."""
    line = b'{"message":{"role":"assistant","content":"word "},"done":false}\n'
    last = b'{"message":{"role":"assistant","content":""},"done":true}\n'

    def follow(pieces: int) -> None:
        body = iter([*[line] * pieces, last])
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
        with Client(transport=transport) as client:
            stream = client.chat(MODEL, ASKED, stream=True)
            for number, _ in enumerate(stream):
                assert len(stream.current.text) == 5 * min(number + 1, pieces)

    assert grows_in_proportion(follow, 500)
