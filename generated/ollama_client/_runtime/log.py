# Copied from runtime/log.py by `make generate`. Do not edit: edit the original.
"""Owns the logger `ollama`: one line per request, without secrets."""

from __future__ import annotations

import logging
import os
import time

import httpx

from .errors import OllamaError, shown_url
from .replies import request_of

__all__ = ["answered", "failed", "set_up"]

_logger = logging.getLogger("ollama")

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}


def set_up() -> None:
    """Log to stderr if OLLAMA_LOG requests it and the program has not configured handlers."""
    level = _LEVELS.get(os.environ.get("OLLAMA_LOG", "").strip().lower())
    if level is not None and not _logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        _logger.addHandler(handler)
        _logger.setLevel(level)


def answered(response: httpx.Response, began: float) -> None:
    """Log a response. For a stream, this is when it begins.

    Args:
        response: The response.
        began: When the request was sent, by `time.perf_counter`.
    """
    if _logger.isEnabledFor(logging.INFO) and (request := request_of(response)) is not None:
        seconds = time.perf_counter() - began
        url, status = shown_url(request.url), response.status_code
        _logger.info("%s %s: %d in %.3f s", request.method, url, status, seconds)


def failed(error: OllamaError) -> None:
    """Log a request that got no answer, or an answer whose connection failed."""
    if _logger.isEnabledFor(logging.INFO):
        method, url = getattr(error, "method", ""), getattr(error, "url", "")
        _logger.info("%s %s: %s", method, url, type(error).__name__)
