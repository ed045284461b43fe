"""The routes that report progress: pull, push and create."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Any

from ollama.testing._app import JSON, App, Call, error_answer, json_answer
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Stream
from ollama.testing._kinds import check_template
from ollama.testing._names import parse_name
from ollama.testing._readers import decode_body
from ollama.testing._script import Reply
from ollama.testing._store import Model, valid_name
from ollama.testing._wire import as_array, json_bytes, local_now

Progress = Iterator[dict[str, Any]]

#: Yields the steps of building a model, and returns the model.
Making = Generator[dict[str, Any], None, Model]

#: Number of progress lines for each layer, after the first.
_STEPS = 4
_TEXT_INFO = ("model_family", "base_name", "quantization_level", "parameter_size")
_NUMBER_INFO = ("context_length", "embedding_length")
_QUANTIZATIONS = frozenset(
    (
        "Q4_K_M",
        "Q4_K_S",
        "Q8_0",
        "F16",
        "F32",
        "Q4_0",
        "Q4_1",
        "Q5_0",
        "Q5_1",
        "Q3_K_M",
        "Q6_K",
    )
)


def pull(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /api/pull``."""
    request = decode_body(call.body, "PullRequest")
    name = _model_name(request)
    return _answer(app, call, request, _pull_progress(app, name))


def push(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /api/push``."""
    request = decode_body(call.body, "PushRequest")
    name = request.get("model") or request.get("name", "")
    if not name:
        raise ApiError(400, "model is required")
    valid_name(name)
    return _answer(app, call, request, _push_progress(app, name))


def create(app: App, call: Call) -> Answer | Stream:
    """Answer ``POST /api/create``."""
    request = decode_body(call.body, "CreateRequest")
    _check_paths(request)
    name = _model_name(request, is_new=True)
    recipe = _Recipe(app, request, name)
    recipe.check()
    return _answer(app, call, request, recipe.progress())


def _model_name(request: dict[str, Any], *, is_new: bool = False) -> str:
    name = request.get("model") or request.get("name", "")
    valid_name(name, is_new=is_new)
    return str(name)


def _answer(app: App, call: Call, request: dict[str, Any], progress: Progress) -> Answer | Stream:
    """Return the progress as requested: line by line, or only the last object."""
    reply = app.script.take_reply(call.path) or Reply()
    if reply.fail_after is not None or reply.cut_after is not None:
        # Even a late failure or cut comes before the end.
        progress = takewhile(lambda line: line["status"] != "success", progress)
    if reply.fail_after is not None:
        progress = _failing(islice(progress, reply.fail_after), reply.fail_message)
    if reply.cut_after is not None:
        progress = islice(progress, reply.cut_after)
    if not request.get("stream", True):
        answer = _last_object(progress, 400 if call.path == "/api/create" else 500)
        answer.delay = reply.delay
        answer.cut = reply.cut_after is not None
        return answer
    try:
        first = next(progress, None)
    except ApiError as error:
        return error_answer(error, JSON)
    lines = _lines(first, progress)
    cut = reply.cut_after is not None and not reply.clean_cut
    return Stream(lines, delay=reply.delay, cut=cut)


def _failing(progress: Progress, message: str) -> Progress:
    yield from progress
    raise ApiError(500, message)


def _last_object(progress: Progress, validation_status: int) -> Answer:
    try:
        objects = list(progress)
    except ApiError as error:
        # A 400 is an invalid request that the server notices only while it works.
        status = validation_status if error.status == 400 else error.status
        return error_answer(ApiError(status, error.message), JSON)
    return json_answer(objects[-1] if objects else {}, content_type=JSON)


def _lines(first: dict[str, Any] | None, progress: Progress) -> Iterator[bytes]:
    if first is not None:
        yield json_bytes(first) + b"\n"
    try:
        for line in progress:
            yield json_bytes(line) + b"\n"
    except ApiError as error:
        yield json_bytes({"error": error.message}) + b"\n"


# -- pull and push -------------------------------------------------------------------------------


def _pull_progress(app: App, text: str) -> Progress:
    yield {"status": "pulling manifest"}
    name = valid_name(text)
    offered = app.store.offered(name)
    if offered is None:
        raise ApiError(500, "pull model manifest: file does not exist")
    known = app.store.find(text)
    for digest, size in _layers(offered):
        status = f"pulling {digest[7:19]}"
        if known is not None and known.digest == offered.digest:
            yield {"status": status, "digest": digest, "total": size, "completed": size}
        else:
            yield from _layer_progress(status, digest, size)
    yield {"status": "verifying sha256 digest"}
    yield {"status": "writing manifest"}
    app.store.put(offered)
    yield {"status": "success"}


def _push_progress(app: App, text: str) -> Progress:
    yield {"status": "retrieving manifest"}
    model = app.store.find(text)
    if model is None:
        raise ApiError(500, "file does not exist")
    if valid_name(text).namespace == "library":
        own = "create the model under a namespace you own"
        raise ApiError(500, f"you are not authorized to push to this namespace, {own}")
    for digest, size in _layers(model):
        yield from _layer_progress(f"pushing {digest[7:19]}", digest, size)
    yield {"status": "pushing manifest"}
    yield {"status": "success"}


def _layers(model: Model) -> list[tuple[str, int]]:
    """Return the digest and size of each layer: the weights, then the settings."""
    weights = (f"sha256:{model.digest}", max(model.size - 561, 1))
    settings = hashlib.sha256(f"settings of {model.digest}".encode()).hexdigest()
    return [weights, (f"sha256:{settings}", 561)]


def _layer_progress(status: str, digest: str, size: int) -> Progress:
    # The first line has no "completed", because the server omits a zero.
    yield {"status": status, "digest": digest, "total": size}
    for step in range(1, _STEPS + 1):
        done = size * step // _STEPS
        yield {"status": status, "digest": digest, "total": size, "completed": done}


# -- create --------------------------------------------------------------------------------------


def _check_paths(request: dict[str, Any]) -> None:
    for key in ("files", "draft_files", "adapters"):
        for path, digest in request.get(key, {}).items():
            steps = path.replace("\\", "/").split("/")
            if not path or path.startswith("/") or any(step in ("", ".", "..") for step in steps):
                raise ApiError(400, "file path must be relative")
            if not digest:
                raise ApiError(400, f'invalid digest for file "{path}"')


@dataclass
class _Recipe:
    """A create request, and how the new model is built from it."""

    app: App
    request: dict[str, Any]
    name: str

    def check(self) -> None:
        """Raise ApiError 400 if the request is invalid."""
        request = self.request
        if request.get("draft_quantize") and not request.get("draft_files"):
            raise ApiError(400, "draft_quantize requires draft_files")
        if request.get("draft_files") and self._is_remote():
            raise ApiError(400, "draft_files cannot be used with a remote model")
        if request.get("adapters") and self.app.since("0.34.0"):
            raise ApiError(400, "LoRA adapters are no longer supported")
        _check_license(request.get("license"))
        _check_info(request.get("info", {}))

    def progress(self) -> Progress:
        """Build and store the model. Yields each step."""
        check_template(self.request.get("template") or "", 400, "template error: ")
        for digest in self.request.get("adapters", {}).values():
            self._blob(digest, 400)
        if self._is_remote():
            base = self._remote_stub()
        elif self.request.get("files") is not None:
            base = yield from self._from_files()
        elif self.request.get("from"):
            base = yield from self._from_model()
        else:
            raise ApiError(400, "neither 'from' or 'files' was specified")
        base = yield from self._quantized(base)
        model = replace(base, name=self.name, modified_at=local_now(), **self._changes(base))
        for digest in self._changed_layers(model):
            yield {"status": f"creating new layer {digest}"}
        yield {"status": "writing manifest"}
        self.app.store.put(model, is_new=True)
        yield {"status": "success"}

    def _is_remote(self) -> bool:
        source = parse_name(self.request.get("from", ""))
        return bool(self.request.get("remote_host")) or (source is not None and source.is_cloud)

    def _remote_stub(self) -> Model:
        source = self.request.get("from") or self.name
        host = self.request.get("remote_host") or "https://ollama.com:443"
        known = self.app.store.find(source)
        base = known or Model(self.name, ("completion", "tools", "thinking"), family="")
        return replace(base, remote_model=source, remote_host=host, size=384)

    def _from_model(self) -> Making:
        source = str(self.request.get("from", ""))
        valid_name(source)
        model = self.app.store.find(source)
        if model is None:
            # The real server fetches a base model that it does not have.
            for line in _pull_progress(self.app, source):
                if line["status"] != "success":
                    yield line
            model = self.app.store.find(source)
        if model is None:
            raise ApiError(500, f"model '{source}' not found")
        yield {"status": f"using existing layer sha256:{model.digest}"}
        return replace(model, parent_model=model.name)

    def _from_files(self) -> Making:
        files: dict[str, str] = self.request["files"]
        blobs = {path: self._blob(digest) for path, digest in files.items()}
        size = sum(map(len, blobs.values()))
        if any(path.endswith(".safetensors") for path in files):
            yield {"status": "converting model"}
            return _fresh_model(self.name, size, "F16")
        if not any(it.endswith(".gguf") or blobs[it].startswith(b"GGUF") for it in files):
            raise ApiError(400, "unknown type")
        first = next(iter(blobs.values()))
        yield {"status": "parsing GGUF"}
        if not first.startswith(b"GGUF"):
            raise ApiError(400, "supplied file was not in GGUF format")
        return _fresh_model(self.name, size, "F16")

    def _blob(self, digest: str, status: int = 500) -> bytes:
        data = self.app.blobs.find(digest)
        if data is None:
            raise ApiError(status, f"blob {digest} does not exist")
        return data

    def _quantized(self, base: Model) -> Making:
        level = (self.request.get("quantize") or self.request.get("quantization") or "").upper()
        if not level:
            return base
        if level not in _QUANTIZATIONS:
            raise ApiError(500, f"unsupported quantization type {level}")
        old = base.quantization_level
        if old not in ("F16", "F32", "BF16"):
            raise ApiError(500, "quantization is only supported for F16, BF16 and F32 models")
        digest = "0000000000000000000"
        yield from _layer_progress(f"quantizing {old} model to {level}", digest, base.size)
        yield {"status": "verifying conversion"}
        return replace(base, quantization_level=level, size=max(base.size // 4, 1))

    def _changes(self, base: Model) -> dict[str, Any]:
        """Return the fields of the new model that the request sets."""
        request = self.request
        changes: dict[str, Any] = {
            key: request[key]
            for key in ("template", "system", "requires", "renderer", "parser")
            if request.get(key)
        }
        if request.get("license"):
            texts = (base.license, _license_text(request["license"]))
            changes["license"] = "\n".join(filter(None, texts))
        if request.get("messages"):
            changes["messages"] = tuple(request["messages"])
        given = {k: v for k, v in request.get("parameters", {}).items() if v is not None}
        changes["parameters"] = {**base.parameters, **given}
        return {**changes, **_info_changes(request.get("info", {}))}

    def _changed_layers(self, model: Model) -> list[str]:
        parts = ("template", "system", "license", "messages", "parameters")
        return [
            f"sha256:{hashlib.sha256(f'{part}={getattr(model, part)!r}'.encode()).hexdigest()}"
            for part in parts
            if self.request.get(part)
        ]


def _fresh_model(name: str, size: int, level: str) -> Model:
    return Model(
        name,
        ("completion",),
        parameter_size="",
        quantization_level=level,
        size=size,
        template="{{ .Prompt }}",
    )


def _check_license(value: Any) -> None:
    texts = [value] if isinstance(value, str) or value is None else as_array(value)
    if texts is None or not all(text is None or isinstance(text, str) for text in texts):
        raise ApiError(400, "invalid license: expected a string or an array of strings")


def _license_text(value: Any) -> str:
    texts = as_array(value)
    return str(value) if texts is None else "\n".join(str(text) for text in texts)


def _check_info(info: dict[str, Any]) -> None:
    checks: dict[str, Callable[[Any], bool]] = {
        **dict.fromkeys(_TEXT_INFO, _is_text),
        **dict.fromkeys(_NUMBER_INFO, _is_size),
        "capabilities": _is_text_list,
    }
    for key, value in info.items():
        if value is not None and key in checks and not checks[key](value):
            raise ApiError(400, f"invalid value for info {key!r}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_size(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and value >= 0 and value == int(value)


def _is_text_list(value: Any) -> bool:
    items = as_array(value)
    return items is not None and all(isinstance(item, str) for item in items)


def _info_changes(info: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in info.items() if value is not None}
    fields = {"model_family": "family", "capabilities": "capabilities"}
    fields |= {key: key for key in ("quantization_level", "parameter_size", *_NUMBER_INFO)}
    changes = {field: given[key] for key, field in fields.items() if key in given}
    if "capabilities" in changes:
        changes["capabilities"] = tuple(changes["capabilities"])
    return changes
