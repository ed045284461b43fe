# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The methods of `AsyncClient`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ollama_client import models as _models
from ollama_client._runtime.waiting import StreamCall as _StreamCall
from ollama_client._runtime.waiting import streaming as _streaming

from ollama import _types
from ollama._async import sending
from ollama._async.raw import raw as _raw
from ollama._core import lazy as _lazy
from ollama._core.signatures import spell_out
from ollama._methods import given as _given
from ollama._methods import table

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

if TYPE_CHECKING:
    from ollama._methods.settings import RunArguments

V = TypeVar("V")


class AsyncClient(sending.AsyncClient):
    """The methods for the API's operations, and those that may call the model several times."""

    @overload
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.ChatArguments],
    ) -> _models.ChatResponse: ...

    @overload
    def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.ChatArguments],
    ) -> _StreamCall[_given.AsyncResponseStream[_models.ChatResponse], _models.ChatResponse]: ...

    @overload
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.ChatArguments],
    ) -> _models.ChatResponse | _given.AsyncResponseStream[_models.ChatResponse]: ...

    @_streaming
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        tools: _given.Tools = None,
        stream: bool = False,
        think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        format: _given.Format = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ChatResponse | _given.AsyncResponseStream[_models.ChatResponse]:
        """Continue a conversation.

        Args:
            model: Name of the model, `name[:tag]`.
            messages: The conversation so far: mappings or `Message` objects. You can append the
                `message` of an answer unchanged. Without messages, the model is only loaded.
            tools: Tools that the model may call: definitions, or functions, which are described by
                their annotations and docstrings.
            stream: Return the pieces of the answer as they arrive: a `ResponseStream`. The request
                is sent when you ask for the first piece.
            think: Whether a thinking model thinks, or how much. The default depends on the model.
            logprobs: Return the log probability of each generated token. Since Ollama 0.12.11.
            top_logprobs: Number of likely alternatives to return per token. Only with `logprobs`.
                Since Ollama 0.12.11.
            format: The format of the answer: "json", a JSON Schema, or a type. The answer's
                `parsed` is the value; `parse` and `parse_generate` ask the model again if it does
                not fit.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`; see
                `Options`.
            keep_alive: How long the model stays loaded after the call: seconds, a duration such as
                "5m", or a timedelta. 0 unloads it immediately, and a negative number keeps it
                loaded forever. Default: the server's OLLAMA_KEEP_ALIVE, or 5 minutes.
            truncate: Drop the oldest messages, except system messages, if the conversation does not
                fit into the context. If false, such a conversation is an error. Since Ollama
                0.12.6.
            shift: Slide the context if it fills up during generation. If false, generation stops
                then. Since Ollama 0.12.6.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The model's message.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `ForbiddenError` (403), `NotFoundError` (404),
                `TooManyRequestsError` (429), `ClientClosedRequestError` (499),
                `InternalServerError` (500), `BadGatewayError` (502), `ServiceUnavailableError`
                (503), `GatewayTimeoutError` (504) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/chat`.
        """
        return await self._call(
            table.CHAT,
            {
                "model": model,
                "messages": messages,
                "tools": tools,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "format": format,
                "options": options,
                "keep_alive": keep_alive,
                "truncate": truncate,
                "shift": shift,
            },
            call,
            stream=stream,
        )

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.GenerateArguments],
    ) -> _models.GenerateResponse: ...

    @overload
    def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.GenerateArguments],
    ) -> _StreamCall[
        _given.AsyncResponseStream[_models.GenerateResponse], _models.GenerateResponse
    ]: ...

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.GenerateArguments],
    ) -> _models.GenerateResponse | _given.AsyncResponseStream[_models.GenerateResponse]: ...

    @_streaming
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        system: str | None = None,
        template: str | None = None,
        context: Sequence[int] | None = None,
        stream: bool = False,
        think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
        logprobs: bool | None = None,
        top_logprobs: int | None = None,
        raw: bool | None = None,
        format: _given.Format = None,
        images: _given.Images = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        width: int | None = None,
        height: int | None = None,
        steps: int | None = None,
        truncate: bool | None = None,
        shift: bool | None = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.GenerateResponse | _given.AsyncResponseStream[_models.GenerateResponse]:
        """Complete a prompt.

        Args:
            model: Name of the model, `name[:tag]`.
            prompt: The text to complete. Without one, the model is only loaded.
            suffix: Text after the insertion. The model needs the `insert` capability.
            system: System prompt that replaces the model's own.
            template: Prompt template in Go syntax that replaces the model's own.
            context: Token ids from an earlier answer that is to be continued. Deprecated; use
                `chat` with the messages so far instead.
            stream: Return the pieces of the answer as they arrive: a `ResponseStream`. The request
                is sent when you ask for the first piece.
            think: Whether a thinking model thinks, or how much. The default depends on the model.
            logprobs: Return the log probability of each generated token. Since Ollama 0.12.11.
            top_logprobs: Number of likely alternatives to return per token. Only with `logprobs`.
                Since Ollama 0.12.11.
            raw: Send the prompt to the model without any template. Cannot be combined with
                `template`, `system` or `context`.
            format: The format of the answer: "json", a JSON Schema, or a type. The answer's
                `parsed` is the value; `parse` and `parse_generate` ask the model again if it does
                not fit.
            images: Images for vision models: paths, bytes, Base64 text, files or `Image`.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`; see
                `Options`.
            keep_alive: How long the model stays loaded after the call: seconds, a duration such as
                "5m", or a timedelta. 0 unloads it immediately, and a negative number keeps it
                loaded forever. Default: the server's OLLAMA_KEEP_ALIVE, or 5 minutes.
            width: Width of a generated image in pixels. Ignored by newer servers; there is no
                replacement. Since Ollama 0.14.3, removed in 0.32.6.
            height: Height of a generated image in pixels. Ignored by newer servers; there is no
                replacement. Since Ollama 0.14.3, removed in 0.32.6.
            steps: Diffusion steps of a generated image. Ignored by newer servers; there is no
                replacement. Since Ollama 0.14.3, removed in 0.32.6.
            truncate: Cut a prompt that does not fit into the context. If false, such a prompt is an
                error. Since Ollama 0.12.6.
            shift: Slide the context if it fills up during generation. If false, generation stops
                then. Since Ollama 0.12.6.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The completion.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `ForbiddenError` (403), `NotFoundError` (404),
                `TooManyRequestsError` (429), `ClientClosedRequestError` (499),
                `InternalServerError` (500), `BadGatewayError` (502), `ServiceUnavailableError`
                (503), `GatewayTimeoutError` (504) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/generate`.
        """
        return await self._call(
            table.GENERATE,
            {
                "model": model,
                "prompt": prompt,
                "suffix": suffix,
                "system": system,
                "template": template,
                "context": context,
                "think": think,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "raw": raw,
                "format": format,
                "images": images,
                "options": options,
                "keep_alive": keep_alive,
                "width": width,
                "height": height,
                "steps": steps,
                "truncate": truncate,
                "shift": shift,
            },
            call,
            stream=stream,
        )

    async def systemone(
        self,
        model: str,
        state: str | Mapping[str, Any] | Sequence[Any],
        questions: _given.Questions,
        keep_alive: _given.KeepAlive = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.SystemOneResponse:
        """Answer fixed questions about a state.

        Lets a System One model score fixed questions about a state: choose between options, say how
        likely a statement is true, or place the state on a scale. The answer is one JSON object and
        is never streamed. This route is known only from the official Python client 0.6.3. Since
        Ollama 0.35.0.

        Args:
            model: Name of a System One model.
            state: What the questions are about; must not be empty.
            questions: The questions, by names of your choice: mappings or `SystemOne...Question`
                objects. Their order is kept.
            keep_alive: How long the model stays loaded after the call: seconds, a duration such as
                "5m", or a timedelta. 0 unloads it immediately, and a negative number keeps it
                loaded forever. Default: the server's OLLAMA_KEEP_ALIVE, or 5 minutes.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The answers, under the names of the questions.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `NotFoundError` (404), `PayloadTooLargeError` (413),
                `InternalServerError` (500), `ServiceUnavailableError` (503) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /v1/systemone`.
        """
        return await self._call(
            table.SYSTEMONE,
            {
                "model": model,
                "state": state,
                "questions": questions,
                "keep_alive": keep_alive,
            },
            call,
        )

    async def embed(
        self,
        model: str = "",
        input: _given.Texts = "",
        truncate: bool | None = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        dimensions: int | None = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.EmbedResponse:
        """Turn texts into unit vectors.

        Args:
            model: Name of the model, `name[:tag]`.
            input: One text or a list of texts.
            truncate: Cut texts that do not fit into the context. If false, such a text is an error.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`; see
                `Options`.
            keep_alive: How long the model stays loaded after the call: seconds, a duration such as
                "5m", or a timedelta. 0 unloads it immediately, and a negative number keeps it
                loaded forever. Default: the server's OLLAMA_KEEP_ALIVE, or 5 minutes.
            dimensions: Number of dimensions of the vectors. Longer vectors are cut and normalized
                again. 0 means the model's own number. Since Ollama 0.11.11.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            One vector for each text.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `ForbiddenError` (403), `NotFoundError` (404),
                `TooManyRequestsError` (429), `ClientClosedRequestError` (499),
                `InternalServerError` (500), `NotSupportedError` (501), `BadGatewayError` (502),
                `ServiceUnavailableError` (503), `GatewayTimeoutError` (504) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/embed`.
        """
        return await self._call(
            table.EMBED,
            {
                "model": model,
                "input": input,
                "truncate": truncate,
                "options": options,
                "keep_alive": keep_alive,
                "dimensions": dimensions,
            },
            call,
        )

    async def embeddings(
        self,
        model: str = "",
        prompt: str | None = None,
        options: _given.ModelOptions = None,
        keep_alive: _given.KeepAlive = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.EmbeddingsResponse:
        """Turn one text into a vector that is not normalized. Deprecated by the server: use
        `embed`.

        Args:
            model: Name of the model, `name[:tag]`.
            prompt: The text. Without it, the call only loads the model.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`; see
                `Options`.
            keep_alive: How long the model stays loaded after the call: seconds, a duration such as
                "5m", or a timedelta. 0 unloads it immediately, and a negative number keeps it
                loaded forever. Default: the server's OLLAMA_KEEP_ALIVE, or 5 minutes.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The vector.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `ForbiddenError` (403), `NotFoundError` (404),
                `TooManyRequestsError` (429), `ClientClosedRequestError` (499),
                `InternalServerError` (500), `BadGatewayError` (502), `ServiceUnavailableError`
                (503), `GatewayTimeoutError` (504) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/embeddings`.
        """
        return await self._call(
            table.EMBEDDINGS,
            {
                "model": model,
                "prompt": prompt,
                "options": options,
                "keep_alive": keep_alive,
            },
            call,
        )

    async def list(
        self,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ListResponse:
        """Return the models on the server, the most recently modified first.

        Args:
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Returns:
            The models.

        Raises:
            ResponseError: The server answered with an error, one of `ForbiddenError` (403),
                `InternalServerError` (500) or another status.
            ConnectionError: The connection to the server failed.

        Source: `GET /api/tags`.
        """
        return await self._call(table.LIST, {}, call)

    async def ps(
        self,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ProcessResponse:
        """Return the models that are loaded; those that will be unloaded last come first.

        Args:
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Returns:
            The models.

        Raises:
            ResponseError: The server answered with an error, one of `ForbiddenError` (403) or
                another status.
            ConnectionError: The connection to the server failed.

        Source: `GET /api/ps`.
        """
        return await self._call(table.PS, {}, call)

    async def show(
        self,
        model: str,
        *,
        verbose: bool | None = None,
        system: str | None = None,
        options: _given.ModelOptions = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ShowResponse:
        """Return the details, template, parameters, capabilities and metadata of a model.

        Args:
            model: Name of the model, `name[:tag]`.
            verbose: Return the long lists in `model_info` in full, and the tensors of safetensors
                models.
            system: System prompt to report instead of the model's own.
            options: Sampling and load options, such as `{"temperature": 0.2, "num_ctx": 8192}`; see
                `Options`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The details of the model.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `ForbiddenError` (403), `NotFoundError` (404),
                `InternalServerError` (500), `BadGatewayError` (502) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/show`.
        """
        return await self._call(
            table.SHOW,
            {
                "model": model,
                "verbose": verbose,
                "system": system,
                "options": options,
            },
            call,
        )

    @overload
    async def pull(
        self,
        model: str,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.PullArguments],
    ) -> _models.ProgressResponse: ...

    @overload
    def pull(
        self,
        model: str,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.PullArguments],
    ) -> _StreamCall[
        _given.AsyncResponseStream[_models.ProgressResponse], _models.ProgressResponse
    ]: ...

    @overload
    async def pull(
        self,
        model: str,
        *,
        stream: bool,
        **arguments: Unpack[_given.PullArguments],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]: ...

    @_streaming
    async def pull(
        self,
        model: str,
        *,
        insecure: bool = False,
        stream: bool = False,
        progress: _given.Progress = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]:
        """Download a model.

        Resumes the download if an earlier call did not complete it. In a stream, the error for an
        unknown model may arrive after other items.

        Args:
            model: Name of the model, `[host/][namespace/]name[:tag]`.
            insecure: Allow model registries that use plain http. Default: False.
            stream: Return the steps as they happen: a `ResponseStream`. The request is sent when
                you ask for the first step.
            progress: True shows a tqdm bar; a function is called with the `TransferProgress` of all
                layers. In both cases, the call waits for the end, so it cannot be combined with
                `stream`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The progress.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `InternalServerError` (500) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/pull`.
        """
        return await self._call(
            table.PULL,
            {
                "model": model,
                "insecure": insecure,
            },
            call,
            stream=stream,
            local={
                "progress": progress,
            },
        )

    @overload
    async def push(
        self,
        model: str,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.PushArguments],
    ) -> _models.ProgressResponse: ...

    @overload
    def push(
        self,
        model: str,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.PushArguments],
    ) -> _StreamCall[
        _given.AsyncResponseStream[_models.ProgressResponse], _models.ProgressResponse
    ]: ...

    @overload
    async def push(
        self,
        model: str,
        *,
        stream: bool,
        **arguments: Unpack[_given.PushArguments],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]: ...

    @_streaming
    async def push(
        self,
        model: str,
        *,
        insecure: bool = False,
        stream: bool = False,
        progress: _given.Progress = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]:
        """Upload a model.

        The server must be signed in. In a stream, if the registry refuses the model, the error may
        arrive after other items.

        Args:
            model: Name of the model, `namespace/name[:tag]`.
            insecure: Allow model registries that use plain http. Default: False.
            stream: Return the steps as they happen: a `ResponseStream`. The request is sent when
                you ask for the first step.
            progress: True shows a tqdm bar; a function is called with the `TransferProgress` of all
                layers. In both cases, the call waits for the end, so it cannot be combined with
                `stream`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The progress.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `InternalServerError` (500) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/push`.
        """
        return await self._call(
            table.PUSH,
            {
                "model": model,
                "insecure": insecure,
            },
            call,
            stream=stream,
            local={
                "progress": progress,
            },
        )

    @overload
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.CreateArguments],
    ) -> _models.ProgressResponse: ...

    @overload
    def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.CreateArguments],
    ) -> _StreamCall[
        _given.AsyncResponseStream[_models.ProgressResponse], _models.ProgressResponse
    ]: ...

    @overload
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.CreateArguments],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]: ...

    @_streaming
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: bool = False,
        draft_quantize: str | None = None,
        remote_host: str | None = None,
        draft_files: _given.Files = None,
        renderer: str | None = None,
        parser: str | None = None,
        requires: str | None = None,
        info: Mapping[str, Any] | None = None,
        modelfile: _given.ModelfileInput = None,
        progress: _given.Progress = None,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.ProgressResponse | _given.AsyncResponseStream[_models.ProgressResponse]:
        """Create a model from another one, or from files.

        Args:
            model: Name of the new model.
            quantize: Quantization to convert the weights to.
            from_: Model to start from. A name that ends in `:cloud` creates a link to that model.
            files: Digests of uploaded files by file name (see `create_blob`), or paths of local
                files and folders. Files that the server does not have are uploaded first, several
                at a time.
            adapters: Digest of an uploaded LoRA adapter, by relative file name. Ollama 0.34 and
                newer refuse it with status 400. Use `files` with the adapter merged into the
                weights.
            template: Prompt template in Go syntax.
            license: License text, or a list of them.
            system: System prompt of the new model.
            parameters: Options to store, such as `{"temperature": 0.2}`.
            messages: Messages at the start of every chat, sent unchanged.
            stream: Return the steps as they happen: a `ResponseStream`. The request is sent when
                you ask for the first step.
            draft_quantize: Quantization of the draft model. Requires `draft_files`.
            remote_host: Server that runs the model. The new model is only a link to it. Since
                Ollama 0.12.0.
            draft_files: Digests of the uploaded files of a draft model for speculative decoding, by
                relative file name. Cannot be used with `remote_host`.
            renderer: Name of the built-in renderer of prompts.
            parser: Name of the built-in parser of answers.
            requires: Oldest Ollama version that can run the model.
            info: Values that override what the server reports about the model: `capabilities` (a
                list), `model_family`, `base_name`, `quantization_level`, `parameter_size`
                (strings), `context_length`, `embedding_length` (integers from 0).
            modelfile: A `Modelfile`, its text, or the `Path` of one. Local files that it names are
                uploaded. Arguments of this call override the Modelfile; `parameters` are merged.
            progress: True shows a tqdm bar; a function is called with the `TransferProgress` of all
                layers. In both cases, the call waits for the end, so it cannot be combined with
                `stream`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The progress.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `InternalServerError` (500) or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/create`.
        """
        return await self._call(
            table.CREATE,
            {
                "model": model,
                "quantize": quantize,
                "from_": from_,
                "files": files,
                "adapters": adapters,
                "template": template,
                "license": license,
                "system": system,
                "parameters": parameters,
                "messages": messages,
                "draft_quantize": draft_quantize,
                "remote_host": remote_host,
                "draft_files": draft_files,
                "renderer": renderer,
                "parser": parser,
                "requires": requires,
                "info": info,
            },
            call,
            stream=stream,
            local={
                "modelfile": modelfile,
                "progress": progress,
            },
        )

    async def copy(
        self,
        source: str,
        destination: str,
        **call: Unpack[_lazy.CallSettings],
    ) -> _types.StatusResponse:
        """Copy a model.

        Gives a model a second name. The weights are not stored twice.

        Args:
            source: Name of the model to copy.
            destination: Name of the copy.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `NotFoundError` (404), `InternalServerError` (500) or
                another status.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/copy`.
        """
        return await self._call(
            table.COPY,
            {
                "source": source,
                "destination": destination,
            },
            call,
        )

    async def delete(
        self,
        model: str,
        **call: Unpack[_lazy.CallSettings],
    ) -> _types.StatusResponse:
        """Delete a model.

        Files that another model uses are kept.

        Args:
            model: Name of the model, `name[:tag]`.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `ForbiddenError` (403), `NotFoundError` (404), `InternalServerError` (500) or
                another status.
            ConnectionError: The connection to the server failed.

        Source: `DELETE /api/delete`.
        """
        return await self._call(
            table.DELETE,
            {
                "model": model,
            },
            call,
        )

    async def version(
        self,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.VersionResponse:
        """Return the version of the server.

        Args:
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Returns:
            The version.

        Raises:
            ResponseError: The server answered with an error, one of `ForbiddenError` (403) or
                another status.
            ConnectionError: The connection to the server failed.

        Source: `GET /api/version`.
        """
        return await self._call(table.VERSION, {}, call)

    async def web_search(
        self,
        query: str,
        max_results: int = 3,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.WebSearchResponse:
        """Search the web with the service at ollama.com, regardless of the client's host.

        Args:
            query: The text to search for.
            max_results: Maximum number of results. Default: 3.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The pages that were found.

        Raises:
            ValueError: The client has no bearer token; set OLLAMA_API_KEY.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `TooManyRequestsError` (429), `InternalServerError` (500)
                or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST https://ollama.com/api/web_search`.
        """
        return await self._call(
            table.WEB_SEARCH,
            {
                "query": query,
                "max_results": max_results,
            },
            call,
        )

    async def web_fetch(
        self,
        url: str,
        **call: Unpack[_lazy.CallSettings],
    ) -> _models.WebFetchResponse:
        """Fetch a web page as text with the service at ollama.com.

        Args:
            url: URL of the page.
            **call: Settings of this call: extra_body, extra_headers, timeout, deadline,
                max_retries.

        Returns:
            The page as text.

        Raises:
            ValueError: The client has no bearer token; set OLLAMA_API_KEY.
            ResponseError: The server answered with an error, one of `BadRequestError` (400),
                `UnauthorizedError` (401), `TooManyRequestsError` (429), `InternalServerError` (500)
                or another status.
            ConnectionError: The connection to the server failed.

        Source: `POST https://ollama.com/api/web_fetch`.
        """
        return await self._call(
            table.WEB_FETCH,
            {
                "url": url,
            },
            call,
        )

    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[V]: ...

    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _StreamCall[_given.AsyncParsedStream[_models.ChatResponse[V]], _given.PartialOutput]: ...

    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any]: ...

    @overload
    def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **chat: Unpack[_given.ChatSettings],
    ) -> _StreamCall[_given.AsyncParsedStream[_models.ChatResponse[Any]], _given.PartialOutput]: ...

    @overload
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.AsyncParsedStream[_models.ChatResponse[Any]]: ...

    @_streaming
    async def parse(
        self,
        model: str,
        messages: _given.Messages,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **chat: Unpack[_given.ChatSettings],
    ) -> _models.ChatResponse[Any] | _given.AsyncParsedStream[_models.ChatResponse[Any]]:
        """Continue a conversation, and parse the answer into a type.

        Args:
            model: Name of the model.
            messages: The conversation so far: mappings or `Message` objects.
            format: The type of the answer: a class (of pydantic, attrs or msgspec, a dataclass,
                TypedDict, NamedTuple or enum), a `TypeAdapter`, or another type such as
                `list[int]`. With a JSON Schema or "json", the value can be any JSON.
            max_reasks: How often to ask again, with the error, if the answer is not valid JSON or
                does not match the type.
            stream: Return a `ParsedStream` of partial values as the answer arrives. The request is
                sent when the first partial value is read.
            **chat: Other arguments of `chat`, such as `think`, `options` and `keep_alive`.

        Returns:
            The answer. Its `parsed` is the value; `attempts` includes the rejected answers.

        Raises:
            OutputTruncatedError: The answer was cut off, for example by `num_predict`.
            OutputValidationError: No answer matched the type.
            ValueError: An argument cannot be sent. Also a `RequestError`.
            TypeError: No installed library can read the type from JSON, or a keyword is unknown.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/chat`.
        """
        from ollama._async import parse

        return await parse.parse(self, "chat", model, messages, format, max_reasks, stream, chat)

    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[V]: ...

    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: type[V] | _given.Adapter[V],
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _StreamCall[
        _given.AsyncParsedStream[_models.GenerateResponse[V]], _given.PartialOutput
    ]: ...

    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[False] = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any]: ...

    @overload
    def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.AnyFormat,
        max_reasks: int = 2,
        stream: Literal[True],
        **generate: Unpack[_given.GenerateSettings],
    ) -> _StreamCall[
        _given.AsyncParsedStream[_models.GenerateResponse[Any]], _given.PartialOutput
    ]: ...

    @overload
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool,
        **generate: Unpack[_given.GenerateSettings],
    ) -> (
        _models.GenerateResponse[Any] | _given.AsyncParsedStream[_models.GenerateResponse[Any]]
    ): ...

    @_streaming
    async def parse_generate(
        self,
        model: str,
        prompt: str,
        *,
        format: _given.OutputFormat,
        max_reasks: int = 2,
        stream: bool = False,
        **generate: Unpack[_given.GenerateSettings],
    ) -> _models.GenerateResponse[Any] | _given.AsyncParsedStream[_models.GenerateResponse[Any]]:
        """Complete a prompt, and parse the answer into a type.

        Args:
            model: Name of the model.
            prompt: The prompt. When the model is asked again, its last answer and the error are
                added below the prompt.
            format: The type of the answer: a class (of pydantic, attrs or msgspec, a dataclass,
                TypedDict, NamedTuple or enum), a `TypeAdapter`, or another type such as
                `list[int]`. With a JSON Schema or "json", the value can be any JSON.
            max_reasks: How often to ask again, with the error, if the answer is not valid JSON or
                does not match the type.
            stream: Return a `ParsedStream` of partial values as the answer arrives. The request is
                sent when the first partial value is read.
            **generate: Other arguments of `generate`, such as `think`, `options` and `keep_alive`.

        Returns:
            The answer. Its `parsed` is the value; `attempts` includes the rejected answers.

        Raises:
            OutputTruncatedError: The answer was cut off, for example by `num_predict`.
            OutputValidationError: No answer matched the type.
            ValueError: An argument cannot be sent. Also a `RequestError`.
            TypeError: No installed library can read the type from JSON, or a keyword is unknown.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/generate`.
        """
        from ollama._async import parse

        return await parse.parse(
            self, "generate", model, prompt, format, max_reasks, stream, generate
        )

    @overload
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult: ...

    @overload
    def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[RunArguments],
    ) -> _StreamCall[_given.AsyncToolRun, _given.ToolRunEvent]: ...

    @overload
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: bool,
        **arguments: Unpack[RunArguments],
    ) -> _given.ToolRunResult | _given.AsyncToolRun: ...

    @_streaming
    async def run_tools(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        tools: _given.Tools,
        max_iterations: int = 10,
        max_parallel: int = 8,
        approve: _given.Approve = None,
        on_event: _given.OnEvent = None,
        unknown_tools: Literal["raise", "tell"] = "raise",
        tool_errors: Literal["raise", "tell"] = "tell",
        stream: bool = False,
        format: _given.Format = None,
        **chat: Unpack[_given.ChatSettings],
    ) -> _given.ToolRunResult | _given.AsyncToolRun:
        """Continue a conversation, and call the tools that the model requests, until it answers.

        The arguments of each call are checked, and converted to the types of the tool's parameters.
        The calls of one answer run concurrently. Their results are sent in the order of the calls.

        Args:
            model: Name of the model.
            messages: The conversation so far, in any form that `chat` accepts. It is not changed.
            tools: Tools that the model may call: functions, sync or async, or definitions. A call
                of a definition ends the run, and is in `pending_calls` of the result.
            max_iterations: Maximum number of model calls.
            max_parallel: Maximum number of tool calls that run at the same time. With 1, a `Client`
                makes them in the calling thread.
            approve: Called with the `ToolCallEvent` before each tool call. None or True allows the
                call. False or a text for the model refuses it. It may raise to stop the run.
            on_event: Called with each event: text, thinking, turn, tool call, tool result. This
                and `approve` may be coroutine functions.
            unknown_tools: What to do if the model calls an unknown tool: "raise" an error, or
                "tell" the model.
            tool_errors: What to do if a tool raises: "tell" the model the error, or "raise" it.
                The model always receives a `ToolError`, and errors about invalid arguments.
            stream: Return a `ToolRun`, an iterator over the events, and stream the answers. The
                request is sent when the first event is read.
            format: Format of the final answer, as for `chat`. The parsed value is `parsed` of the
                result. If there are tools, the model answers without the format first, and is asked
                once more with it at the end.
            **chat: Other arguments of `chat`, used for every call of the model, such as `think`,
                `options` and `keep_alive`.

        Returns:
            The result, or a `ToolRun` with `stream=True`.

        Raises:
            ValueError: An argument cannot be sent. Also a `RequestError`.
            ToolIterationLimitError: The model still requests tools after the last iteration. The
                error has the history.
            UnknownToolError: The model called an unknown tool.
            TypeError: A tool cannot be described, a tool has a parameter that no call can set, or
                a keyword is unknown.
            OutputError: The final answer does not match the format.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/chat`, once per iteration.
        """
        from ollama._async import tools as running

        rules = {
            "max_iterations": max_iterations,
            "max_parallel": max_parallel,
            "approve": approve,
            "on_event": on_event,
            "unknown_tools": unknown_tools,
            "tool_errors": tool_errors,
        }
        return await running.run_tools(
            self, messages, tools, format, rules, bool(stream), {"model": model, **chat}
        )

    @property
    def with_raw_response(self) -> AsyncRawMethods:
        """The methods that make one request, in a form that returns a `RawResponse`.

        It has the status, the headers, and `parse()`, which returns the method's normal result.
        With `stream=True`, the request is sent immediately, and the headers are available before
        the first piece.
        """
        return AsyncRawMethods(self)


class AsyncRawMethods:
    """The value of `AsyncClient.with_raw_response`: methods that return a `RawResponse`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.create_blob = _raw(client, client.create_blob)
        self.systemone = _raw(client, client.systemone)
        self.embed = _raw(client, client.embed)
        self.embeddings = _raw(client, client.embeddings)
        self.list = _raw(client, client.list)
        self.ps = _raw(client, client.ps)
        self.show = _raw(client, client.show)
        self.copy = _raw(client, client.copy)
        self.delete = _raw(client, client.delete)
        self.version = _raw(client, client.version)
        self.web_search = _raw(client, client.web_search)
        self.web_fetch = _raw(client, client.web_fetch)

    @overload
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.ChatArguments],
    ) -> _lazy.RawResponse[_models.ChatResponse]: ...

    @overload
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.ChatArguments],
    ) -> _lazy.RawResponse[_given.AsyncResponseStream[_models.ChatResponse]]: ...

    @overload
    async def chat(
        self,
        model: str = "",
        messages: _given.Messages = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.ChatArguments],
    ) -> (
        _lazy.RawResponse[_models.ChatResponse]
        | _lazy.RawResponse[_given.AsyncResponseStream[_models.ChatResponse]]
    ): ...

    def chat(self, *args: Any, **arguments: Any) -> Any:
        """Call `AsyncClient.chat`."""
        return _raw(self._client, self._client.chat)(*args, **arguments)

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.GenerateArguments],
    ) -> _lazy.RawResponse[_models.GenerateResponse]: ...

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.GenerateArguments],
    ) -> _lazy.RawResponse[_given.AsyncResponseStream[_models.GenerateResponse]]: ...

    @overload
    async def generate(
        self,
        model: str = "",
        prompt: str | None = None,
        suffix: str | None = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.GenerateArguments],
    ) -> (
        _lazy.RawResponse[_models.GenerateResponse]
        | _lazy.RawResponse[_given.AsyncResponseStream[_models.GenerateResponse]]
    ): ...

    def generate(self, *args: Any, **arguments: Any) -> Any:
        """Call `AsyncClient.generate`."""
        return _raw(self._client, self._client.generate)(*args, **arguments)

    @overload
    async def pull(
        self,
        model: str,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.PullArguments],
    ) -> _lazy.RawResponse[_models.ProgressResponse]: ...

    @overload
    async def pull(
        self,
        model: str,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.PullArguments],
    ) -> _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]: ...

    @overload
    async def pull(
        self,
        model: str,
        *,
        stream: bool,
        **arguments: Unpack[_given.PullArguments],
    ) -> (
        _lazy.RawResponse[_models.ProgressResponse]
        | _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]
    ): ...

    def pull(self, *args: Any, **arguments: Any) -> Any:
        """Call `AsyncClient.pull`."""
        return _raw(self._client, self._client.pull)(*args, **arguments)

    @overload
    async def push(
        self,
        model: str,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.PushArguments],
    ) -> _lazy.RawResponse[_models.ProgressResponse]: ...

    @overload
    async def push(
        self,
        model: str,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.PushArguments],
    ) -> _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]: ...

    @overload
    async def push(
        self,
        model: str,
        *,
        stream: bool,
        **arguments: Unpack[_given.PushArguments],
    ) -> (
        _lazy.RawResponse[_models.ProgressResponse]
        | _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]
    ): ...

    def push(self, *args: Any, **arguments: Any) -> Any:
        """Call `AsyncClient.push`."""
        return _raw(self._client, self._client.push)(*args, **arguments)

    @overload
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: Literal[False] = False,
        **arguments: Unpack[_given.CreateArguments],
    ) -> _lazy.RawResponse[_models.ProgressResponse]: ...

    @overload
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: Literal[True],
        **arguments: Unpack[_given.CreateArguments],
    ) -> _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]: ...

    @overload
    async def create(
        self,
        model: str,
        quantize: str | None = None,
        from_: str | None = None,
        files: _given.Files = None,
        adapters: _given.Files = None,
        template: str | None = None,
        license: str | Sequence[str] | None = None,
        system: str | None = None,
        parameters: _given.ModelOptions = None,
        messages: _given.StoredMessages = None,
        *,
        stream: bool,
        **arguments: Unpack[_given.CreateArguments],
    ) -> (
        _lazy.RawResponse[_models.ProgressResponse]
        | _lazy.RawResponse[_given.AsyncResponseStream[_models.ProgressResponse]]
    ): ...

    def create(self, *args: Any, **arguments: Any) -> Any:
        """Call `AsyncClient.create`."""
        return _raw(self._client, self._client.create)(*args, **arguments)


spell_out(
    AsyncClient.chat,
    AsyncClient.generate,
    AsyncClient.systemone,
    AsyncClient.embed,
    AsyncClient.embeddings,
    AsyncClient.list,
    AsyncClient.ps,
    AsyncClient.show,
    AsyncClient.pull,
    AsyncClient.push,
    AsyncClient.create,
    AsyncClient.copy,
    AsyncClient.delete,
    AsyncClient.version,
)
