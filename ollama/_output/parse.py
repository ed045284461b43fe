"""Owns asking for a type: answers are parsed, and asked for again if they are no such value.

The steps are a generator that does no I/O: it yields what to ask, is sent the answer, and returns
the answer that holds the value. Both clients carry it out (`_async/parse.py`), streaming or not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Generic, TypeAlias, TypeVar

import attrs
from ollama_client._runtime import codec
from ollama_client._runtime.mixins import Attempt, Usage
from ollama_client.errors import InvalidRequestError, OllamaError
from ollama_client.models import ChatResponse, GenerateResponse

from ollama._core.requests import message_list, unexpected
from ollama._output.formats import OutputType
from ollama._schemas.partial_json import PartialJson
from ollama._schemas.values import ConversionError

__all__ = [
    "Attempt",
    "OutputError",
    "OutputTruncatedError",
    "OutputValidationError",
    "PartialOutput",
]

R = TypeVar("R")

Plan: TypeAlias = "Generator[Any, Any, Any]"
"""Yields the messages or the prompt to send, is sent the answer, returns the parsed answer."""


class OutputError(OllamaError, ValueError):
    """The model did not give a value of the type that it was asked for."""

    def __init__(
        self, message: str, attempts: tuple[Attempt[ChatResponse | GenerateResponse], ...]
    ) -> None:
        super().__init__(message)
        self.attempts = attempts
        """Every answer and what was wrong with it, the first one first."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (*self.args, self.attempts)

    @property
    def response(self) -> ChatResponse | GenerateResponse:
        """The last answer."""
        return self.attempts[-1].response

    @property
    def text(self) -> str:
        """The text of the last answer."""
        return self.response.text


class OutputTruncatedError(OutputError):
    """The answer was cut off before its end, at `num_predict` or the end of the context.

    It is not asked for again: the next one would be cut off, too.
    """

    @property
    def partial(self) -> Any:
        """What is known of the value, as plain JSON values; None if nothing is."""
        return OutputType.of("json").parse_partial(self.text)


class OutputValidationError(OutputError):
    """The answer is no JSON, or no value of the type, also when asked for again."""


# ---------------------------------------------------------------------- the steps


def chat_plan(messages: Any, output: OutputType[Any], max_reasks: int) -> Plan:
    """Return the steps of `parse`, with what cannot be asked refused.

    Raises:
        InvalidRequestError: There are no messages, or the bound is no count.
    """
    history = message_list(messages)
    if not history:
        raise InvalidRequestError("messages: expected at least one, got none")

    def again(asked: list[Any], answer: Any, complaint: str) -> list[Any]:
        return [*asked, answer.message, {"role": "user", "content": complaint}]

    return _plan(history, again, output, _count(max_reasks))


def generate_plan(prompt: Any, output: OutputType[Any], max_reasks: int) -> Plan:
    """Return the steps of `parse_generate`, with what cannot be asked refused.

    Raises:
        InvalidRequestError: There is no prompt, or the bound is no count.
    """
    if not isinstance(prompt, str) or not prompt:
        raise InvalidRequestError(unexpected("prompt", "text", prompt))

    def again(asked: str, answer: Any, complaint: str) -> str:
        return f"{asked}\n\nYour last answer was:\n{answer.text}\n\n{complaint}"

    return _plan(prompt, again, output, _count(max_reasks))


def _count(max_reasks: object) -> int:
    if isinstance(max_reasks, bool) or not isinstance(max_reasks, int) or max_reasks < 0:
        raise InvalidRequestError(unexpected("max_reasks", "a count", max_reasks))
    return max_reasks


def _plan(
    asked: Any,
    again: Callable[[Any, Any, str], Any],
    output: OutputType[Any],
    max_reasks: int,
) -> Plan:
    attempts: tuple[Attempt, ...] = ()
    while True:
        answer = yield asked
        if answer.done_reason == "length":
            attempts = (*attempts, Attempt(response=answer))
            raise OutputTruncatedError(
                f"the answer was cut off before {output.name} was complete", attempts
            )
        try:
            value = output.parse(answer.text)
        except ConversionError as error:
            attempts = (*attempts, Attempt(response=answer, error=error))
            if len(attempts) > max_reasks:
                raise _refused(output, attempts) from error
            asked = again(asked, answer, _complaint(error))
        else:
            return answer.with_parsed(value, (*attempts, Attempt(response=answer)))


def _complaint(error: ValueError) -> str:
    return (
        f"This does not fit the schema that was asked for. {error}. "
        "Answer again, with nothing but the corrected JSON."
    )


def _refused(output: OutputType[Any], attempts: tuple[Attempt, ...]) -> OutputValidationError:
    times = "once" if len(attempts) == 1 else f"{len(attempts)} times"
    return OutputValidationError(f"no {output.name}, asked {times}: {attempts[-1].error}", attempts)


# ---------------------------------------------------------------------- carrying them out


def carry_out(plan: Plan, ask: Callable[[Any], Any]) -> Any:
    """Take the steps and return the parsed answer."""
    try:
        asked = next(plan)
        while True:
            asked = plan.send(ask(asked))
    except StopIteration as end:
        return end.value


# ---------------------------------------------------------------------- streams


@attrs.frozen(kw_only=True)
class PartialOutput:
    """What is known of a value while the model writes it."""

    parsed: Any
    """The value so far, as plain JSON values: dicts, lists, strings that grow, and numbers, words
    and names once they are complete.
    """
    text: str
    """The text of the answer so far."""
    attempt: int
    """Which answer it is, from 1 on: one that is asked for again begins anew."""
    response: ChatResponse | GenerateResponse
    """The piece of the answer that arrived last."""


class Reading:
    """The answers to a plan as they arrive. It does not know the object that the user holds: that
    must go at once when nobody does any more, and in a cycle it would wait for the collector.
    """

    def __init__(self, plan: Plan, stream: Any) -> None:
        self.stream = stream
        """The answer that arrives now, or the last one."""
        self.final: Any = None
        """The answer that was accepted, once there is one."""
        self._plan = plan
        self._number = 1
        self._reader = PartialJson()
        self._shown: str | None = None

    def partial(self, piece: Any) -> PartialOutput | None:
        """Return what is known with a further piece, or None if that is nothing new."""
        self._reader.feed(piece.text)
        known = self._reader.completed
        if known is None or known == self._shown:
            return None
        self._shown = known
        try:
            value = codec.loads(known)
        except (ValueError, RecursionError):  # it is something else, as the end will show
            return None
        return PartialOutput(
            parsed=value, text=self._reader.text, attempt=self._number, response=piece
        )

    def end_attempt(self) -> Any:
        """Return what to ask next; None if the answer is accepted."""
        try:
            asked = self._plan.send(self.stream.current)
        except StopIteration as end:
            self.final = end.value
            return None
        self._number += 1
        self._reader, self._shown = PartialJson(), None
        return asked


class Parsed(Generic[R]):
    """What both kinds of stream share: everything but waiting for the next piece."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @property
    def current(self) -> R:
        """The answer so far, its thinking included; of one that is asked for again, the last.

        Its `parsed` is None until the answer is accepted.
        """
        final, stream = self._reading.final, self._reading.stream
        current: R = stream.current if final is None else final
        return current

    @property
    def usage(self) -> Usage | None:
        """What the last answer cost, once its last piece has arrived; see `ResponseStream`."""
        usage: Usage | None = self._reading.stream.usage
        return usage

    def _final(self) -> R:
        if self._reading.final is None:
            raise RuntimeError("the stream was closed, or failed, before its end")
        final: R = self._reading.final
        return final

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self.current).__name__}>"
