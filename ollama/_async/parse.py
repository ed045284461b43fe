"""Owns asking for a type with a client: its answer, or the stream of a value that grows."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

from ollama._async.stream import AsyncClosingIterator
from ollama._output.parse import Parsed, PartialOutput, Plan, R, Reading

if TYPE_CHECKING:
    from typing_extensions import Self

    from ollama._async.stream import AsyncResponseStream

__all__ = ["AsyncParsedStream"]


async def answered(
    plan: Plan, ask: Callable[[Any], Awaitable[Any]], stream: bool
) -> AsyncParsedStream[Any] | Any:
    """Return the parsed answer, or the stream of its value if the answer is asked for as one."""
    return await (AsyncParsedStream[Any].begin(plan, ask) if stream else carry_out(plan, ask))


async def carry_out(plan: Plan, ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """Take the steps and return the parsed answer."""
    try:
        asked = next(plan)
        while True:
            asked = plan.send(await ask(asked))
    except StopIteration as end:
        return end.value


class AsyncParsedStream(Parsed[R], AsyncClosingIterator[PartialOutput]):
    """A value as it grows, and then the answer that holds it.

    Iterate over it, or use it in an `async with` block, which closes it at the end:

        async with await client.parse("llama3.2", messages, format=Person, stream=True) as stream:
            async for partial in stream:
                print(partial.parsed)
            person = (await stream.get_final_response()).parsed

    An answer that is no such value is asked for again, and the partial values begin anew. Nothing
    is sent before the first one is asked for.
    """

    def __init__(
        self,
        plan: Plan,
        ask: Callable[[Any], Awaitable[AsyncResponseStream[Any]]],
        first: AsyncResponseStream[Any],
    ) -> None:
        reading = Reading(plan, first)
        super().__init__(reading)
        self._items = _read(reading, ask)

    @classmethod
    async def begin(
        cls, plan: Plan, ask: Callable[[Any], Awaitable[AsyncResponseStream[Any]]]
    ) -> Self:
        """Make the stream of the first answer."""
        return cls(plan, ask, await ask(next(plan)))

    async def get_final_response(self) -> R:
        """Read the stream to its end and return the answer, as without `stream=True`.

        Raises:
            OutputTruncatedError: The answer was cut off.
            OutputValidationError: No answer was a value of the type.
            ResponseError: The server answered with an error, or the stream was cut.
            RuntimeError: The stream was closed, or failed, before its end.
        """
        async for _ in self._items:
            pass
        return self._final()


async def _read(
    reading: Reading, ask: Callable[[Any], Awaitable[AsyncResponseStream[Any]]]
) -> AsyncGenerator[PartialOutput, None]:
    while True:
        async with reading.stream as stream:
            async for piece in stream:
                if (partial := reading.partial(piece)) is not None:
                    yield partial
            asked = reading.end_attempt()
        if asked is None:
            return
        reading.stream = await ask(asked)
