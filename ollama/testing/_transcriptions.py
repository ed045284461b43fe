"""The OpenAI route for transcribing audio."""

from __future__ import annotations

import base64

from ollama.testing._app import App, Call
from ollama.testing._errors import ApiError
from ollama.testing._events import check_start, whole_answer
from ollama.testing._generation import chat_turn
from ollama.testing._http import Answer
from ollama.testing._multipart import Form, parse_form

_QUESTION = "Transcribe the audio."


def transcriptions(app: App, call: Call) -> Answer:
    """Answer ``POST /v1/audio/transcriptions``."""
    form = parse_form(call.headers.get("Content-Type", ""), call.body)
    sound = form.files.get("file")
    if sound is None:
        raise ApiError(400, "file is required")
    if not sound:
        raise ApiError(400, "file is empty")
    model = form.fields.get("model", "")
    if not model:
        raise ApiError(400, "model is required")
    message = {
        "role": "user",
        "content": _question(form),
        "images": [base64.b64encode(sound).decode()],
    }
    # A transcript does not include thinking. Not every model can turn it off, so it is dropped.
    output = chat_turn(app, call, {"model": model, "messages": [message]}).output
    check_start(output, stream=True)
    if output.fail_after is not None:
        return Answer(200)  # The failure came too late for an error status, so it is lost.
    text = "".join(output.content)
    answer = whole_answer(output, {"text": text})
    if form.fields.get("response_format") == "text":
        answer.body, answer.content_type = text.encode(), "text/plain; charset=utf-8"
    return answer


def _question(form: Form) -> str:
    parts = [_QUESTION, form.fields.get("prompt", "")]
    language = form.fields.get("language")
    if language:
        parts.insert(1, f"The language is {language}.")
    return " ".join(part for part in parts if part)
