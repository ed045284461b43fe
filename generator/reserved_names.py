"""Owns the names that no component may have, with the reason for each.

A generated client has the classes of the description next to those of its language and runtime. If
two have the same name, it does not compile or load.
"""

from __future__ import annotations

from collections.abc import Mapping

_BY_REASON: Mapping[str, str] = {
    "a type of some language": (
        "Any Array Boolean Error Exception File Final Float Function Integer List Map Number "
        "Object Result String Type Union"
    ),
    "the base class of some generator's models, calls or clients": (
        "Client Model Operation Options Request Response"
    ),
    "of the runtime of OpenAPI Generator's clients in most languages": (
        "ApiClient ApiException ApiKeyAuth ApiResponse Authentication BasicAuth Configuration "
        "HttpBasicAuth HttpBearerAuth Pair ServerConfiguration ServerVariable"
    ),
    "of the runtime of OpenAPI Generator's Ruby and of openapi-typescript-codegen": "ApiError",
    "of the runtime of OpenAPI Generator's TypeScript": (
        "ErrorContext FetchError FetchParams Middleware RequestArgs RequestContext RequiredError "
        "ResponseContext ResponseError"
    ),
    "of the runtime of OpenAPI Generator's Swift": (
        "ErrorResponse ParameterEncoding RequestBuilder RequestTask ValidationError Validator"
    ),
    "of the runtime of OpenAPI Generator's Kotlin": (
        "ClientError ClientException Informational Redirection RequestConfig RequestMethod "
        "ResponseType Serializer ServerError ServerException Success"
    ),
    "of the runtime of OpenAPI Generator's Rust, or of progenitor": (
        "ApiKey ByteStream ClientHooks ClientInfo ContentType ResponseContent ResponseValue"
    ),
    "of the runtime of openapi-typescript-codegen": (
        "ApiRequestOptions ApiResult BaseHttpRequest CancelError CancelablePromise OpenAPI"
    ),
    "of the runtime of swagger-typescript-api": (
        "Api ApiConfig CancelToken HttpClient HttpResponse RequestParams RequestType ResponseFormat"
    ),
    "of the runtime of ogen": (
        "ErrorHandler Handler Invoker Option SecuritySource Server ServerOption"
    ),
}

#: The reason for each name.
RESERVED_NAMES: Mapping[str, str] = {
    name: reason for reason, names in _BY_REASON.items() for name in names.split()
}
