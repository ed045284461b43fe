"""Owns the steps of `parse`: an answer is parsed, and the model is asked again if it is invalid.

The steps are a generator without I/O. It yields what to send, receives the answer, and returns the
parsed answer. Both clients run it (`_async/parse.py`), with or without streaming.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

import attrs
from ollama_client._runtime import codec
from ollama_client._runtime.usage import Attempt
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
"""Yields the messages or the prompt to send, receives the answer, returns the parsed answer."""


class OutputError(OllamaError, ValueError):
    """The answer does not match the requested type."""

    def __init__(
        self, message: str, attempts: tuple[Attempt[ChatResponse | GenerateResponse], ...]
    ) -> None:
        super().__init__(message)
        self.attempts = attempts
        """All answers with their errors, in order."""

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
    """The answer was cut off by `num_predict` or the end of the context.

    The model is not asked again, because the next answer would be cut off, too.
    """

    @property
    def partial(self) -> Any:
        """The part of the value that arrived, as plain JSON values; None if there is none."""
        reader = PartialJson()
        reader.feed(self.text)
        try:
            return reader.value
        except (ValueError, RecursionError):
            return None


class OutputValidationError(OutputError):
    """No answer was valid JSON that matched the type, even after asking again."""


# ---------------------------------------------------------------------- the steps


def chat_plan(messages: Any, output: OutputType[Any], max_reasks: int) -> Plan:
    """Check the arguments of `parse`, and return its steps."""
    demand_count("max_reasks", max_reasks)
    history = message_list(messages)
    if not history:
        raise InvalidRequestError("messages: expected at least one, got none")

    def again(asked: list[Any], answer: Any, complaint: str) -> list[Any]:
        return [*asked, answer.message, {"role": "user", "content": complaint}]

    return _steps(history, again, output, max_reasks)


def generate_plan(prompt: Any, output: OutputType[Any], max_reasks: int) -> Plan:
    """Check the arguments of `parse_generate`, and return its steps."""
    demand_count("max_reasks", max_reasks)
    if not isinstance(prompt, str) or not prompt:
        raise InvalidRequestError(unexpected("prompt", "text", prompt))

    def again(asked: str, answer: Any, complaint: str) -> str:
        return f"{asked}\n\nYour last answer was:\n{answer.text}\n\n{complaint}"

    return _steps(prompt, again, output, max_reasks)


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
    """Return an answer with its parsed value."""
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
    """The part of a value that has arrived so far."""

    parsed: Any
    """The value so far, as plain JSON values. Strings may be incomplete. Numbers, keywords and keys
    are only included once they are complete.
    """
    text: str
    """The text of the answer so far."""
    attempt: int
    """Number of the answer, from 1. When the model is asked again, the value starts over."""
    response: ChatResponse | GenerateResponse
    """The last piece of the answer."""


class Reading:
    """The answers to a plan as they arrive. It does not refer to the user's stream object, which
    must be freed as soon as it has no references, without waiting for the garbage collector.
    """

    def __init__(self, plan: Plan, stream: Any) -> None:
        self.stream = stream
        """The stream of the current answer, or of the last one."""
        self.final: Any = None
        """The accepted answer, once there is one."""
        self.is_stopped = False
        """Whether the stream was closed while it was read."""
        self._plan = plan
        self._number = 1
        self._reader = PartialJson()
        self._shown: str | None = None

    def stop(self) -> None:
        """Stop reading the current answer, and do not ask again."""
        self.is_stopped = True
        self.stream._stop()

    def partial(self, piece: Any) -> PartialOutput | None:
        """Add a piece, and return the value so far, or None if it has not changed."""
        self._reader.feed(piece.text)
        known = self._reader.completed
        if known is None or known == self._shown:
            return None
        self._shown = known
        try:
            value = codec.loads(known)
        except (ValueError, RecursionError):  # not valid; reported at the end
            return None
        return PartialOutput(
            parsed=value, text=self._reader.text, attempt=self._number, response=piece
        )

    def end_attempt(self) -> Any:
        """Return what to send next, or None if the answer is accepted."""
        try:
            asked = self._plan.send(self.stream.current)
        except StopIteration as end:
            self.final = end.value
            return None
        self._number += 1
        self._reader, self._shown = PartialJson(), None
        return asked
