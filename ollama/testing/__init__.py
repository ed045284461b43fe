"""A test server that speaks Ollama's wire format, for testing apps without a GPU."""

from ollama.testing._faults import FaultKind
from ollama.testing._recorder import RecordedRequest
from ollama.testing._script import Failure, Reply
from ollama.testing._server import OllamaServer
from ollama.testing._store import Model

__all__ = ["Failure", "FaultKind", "Model", "OllamaServer", "RecordedRequest", "Reply"]
