"""Owns asking for a type: answers are parsed, and asked for again if they are no such value.

The steps are a generator that does no I/O: it yields what to ask, is sent the answer, and returns
the answer that holds the value. Both clients carry it out (`_async/parse.py`), streaming or not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

import attrs
from ollama_client._runtime import codec
from ollama_client._runtime.mixins import Attempt
from ollama_client.errors import InvalidRequestError, OllamaError
from ollama_client.models import ChatResponse, GenerateResponse

from ollama._core.requests import demand_count, message_list, unexpected
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

    return _plan(history, again, output, max_reasks)


def generate_plan(prompt: Any, output: OutputType[Any], max_reasks: int) -> Plan:
    """Return the steps of `parse_generate`, with what cannot be asked refused.

    Raises:
        InvalidRequestError: There is no prompt, or the bound is no count.
    """
    if not isinstance(prompt, str) or not prompt:
        raise InvalidRequestError(unexpected("prompt", "text", prompt))

    def again(asked: str, answer: Any, complaint: str) -> str:
        return f"{asked}\n\nYour last answer was:\n{answer.text}\n\n{complaint}"

    return _plan(prompt, again, output, max_reasks)


def _plan(
    asked: Any, again: Callable[[Any, Any, str], Any], output: OutputType[Any], max_reasks: int
) -> Plan:
    demand_count("max_reasks", max_reasks)
    return _steps(asked, again, output, max_reasks)


def _steps(
    asked: Any, again: Callable[[Any, Any, str], Any], output: OutputType[Any], max_reasks: int
) -> Plan:
    attempts: tuple[Attempt, ...] = ()
    while True:
        answer = yield asked
        try:
            return parsed(answer, output, attempts)
        except OutputValidationError as error:
            attempts = error.attempts
            if len(attempts) > max_reasks:
                raise
        complaint = (
            f"This does not fit the schema that was asked for. {attempts[-1].error}. "
            "Answer again, with nothing but the corrected JSON."
        )
        asked = again(asked, answer, complaint)


def parsed(answer: Any, output: OutputType[Any], earlier: tuple[Attempt, ...] = ()) -> Any:
    """Return an answer with its value.

    Raises:
        OutputTruncatedError: It was cut off.
        OutputValidationError: It is no value of the type.
    """
    if answer.done_reason == "length":
        text = f"the answer was cut off before {output.name} was complete"
        raise OutputTruncatedError(text, (*earlier, Attempt(response=answer)))
    try:
        value = output.parse(answer.text)
    except ConversionError as error:
        attempts = (*earlier, Attempt(response=answer, error=error))
        times = "once" if len(attempts) == 1 else f"{len(attempts)} times"
        raise OutputValidationError(
            f"no {output.name}, asked {times}: {error}", attempts
        ) from error
    return answer.with_parsed(value, (*earlier, Attempt(response=answer)))


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
        self.is_stopped = False
        """Whether somebody closed the stream while it was read."""
        self._plan = plan
        self._number = 1
        self._reader = PartialJson()
        self._shown: str | None = None

    def stop(self) -> None:
        """End the answer that arrives now, and ask for no other."""
        self.is_stopped = True
        self.stream._stop()

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
