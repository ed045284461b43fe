"""`python -m generator upstream`: reading Go source by the rules of encoding/json."""

from __future__ import annotations

import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tree_sitter_go", reason="needs the dependency group upstream")

from generator.ollama_source import facts
from generator.ollama_source.command import read_facts
from generator.ollama_source.facts import Facts
from generator.problems import SpecError

Read = Callable[..., Facts]

ROUTES = """
    package server

    import (
        "net/http"

        "github.com/gin-gonic/gin"

        "example.com/kettle/api"
    )

    type Server struct{}

    func (s *Server) Routes() {
        r := gin.Default()
    %s
    }

    %s
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a module of Go files, and read it."""

    def write(**files: str) -> Facts:
        (tmp_path / "go.mod").write_text("module example.com/kettle\n\ngo 1.24\n")
        for name, content in files.items():
            folder, _, rest = name.partition("__")
            path = tmp_path / folder.replace("_", "/") / f"{rest or 'file'}.go"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(content))
        return read_facts(tmp_path)

    return write


def of_struct(found: Facts, name: str = "api.Brew") -> dict[str, Any]:
    """Return the schemas of a struct's fields. A field that may be left out has a `?`."""
    return {
        f"{wire}?" if field.omitempty else wire: field.schema
        for wire, field in found.structs[name].fields.items()
    }


# ---------------------------------------------------------------------- fields


def test_names_and_options_of_tags(read: Read) -> None:
    found = read(
        api="""
        package api

        type Brew struct {
            Leaves   string `json:"leaves"`
            Minutes  int    `yaml:"m" json:"minutes,omitempty"`
            Strength float64 `json:",omitempty"`
            Water    int64  `json:"water,string"`
            Cold     bool   `json:"cold,omitzero"`
            Secret   string `json:"-"`
            Dash     string `json:"-,"`
            A, B     uint8
            hidden   string
        }
        """
    )
    assert of_struct(found) == {
        "leaves": {"type": "string"},
        "minutes?": {"type": "integer", "format": "int64"},
        "Strength?": {"type": "number", "format": "double"},
        "water": {"type": "string"},
        "cold?": {"type": "boolean"},
        "-": {"type": "string"},
        "A": {"type": "integer"},
        "B": {"type": "integer"},
    }


def test_kinds_of_types(read: Read) -> None:
    found = read(
        api="""
        package api

        import (
            "encoding/json"
            "time"

            "github.com/google/uuid"
        )

        type Leaf struct {
            Name string `json:"name"`
        }

        type Leaves []Leaf

        type Brew struct {
            Leaf    *Leaf             `json:"leaf"`
            Leaves  Leaves            `json:"leaves"`
            Counts  map[string]int32  `json:"counts"`
            Picture []byte            `json:"picture"`
            Grid    [][]float32       `json:"grid"`
            Raw     json.RawMessage   `json:"raw"`
            Free    any               `json:"free"`
            At      time.Time         `json:"at,omitempty"`
            Took    time.Duration     `json:"took"`
            ID      uuid.UUID         `json:"id"`
            Inner   struct {
                Deep bool `json:"deep"`
            } `json:"inner,omitempty"`
        }
        """
    )
    assert of_struct(found) == {
        "leaf": {"$ref": "api.Leaf", "nullable": True},
        "leaves": {"type": "array", "items": {"$ref": "api.Leaf"}},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "picture": {"type": "string", "format": "byte"},
        "grid": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "number", "format": "float"}},
        },
        "raw": {},
        "free": {},
        "at": {"type": "string", "format": "date-time"},  # omitempty keeps a zero time
        "took": {"type": "integer", "format": "int64"},
        "id": {"type": "string", "format": "uuid"},
        "inner": {"type": "object", "properties": {"deep": {"type": "boolean"}}},
    }


def test_embedding(read: Read) -> None:
    found = read(
        api="""
        package api

        type Base struct {
            Name string `json:"name"`
            Size int8   `json:"size"`
        }

        type Deeper struct {
            Name  string `json:"name"`
            Other string `json:"other"`
        }

        type Middle struct {
            Deeper
        }

        type Tags []string

        type Brew struct {
            Base
            *Middle
            Named Base `json:"named"`
            Tags       `json:"tags,omitempty"`
            Size string `json:"size"`
        }
        """
    )
    assert of_struct(found) == {
        "name": {"type": "string"},
        "size": {"type": "string"},
        "other": {"type": "string"},
        "named": {"$ref": "api.Base"},
        "tags?": {"type": "array", "items": {"type": "string"}},
    }
    assert found.structs["api.Brew"].embeds == ("api.Base", "api.Middle")


def test_a_name_that_two_embedded_structs_have_is_left_out_as_go_does(read: Read) -> None:
    found = read(
        api="""
        package api

        type One struct {
            Same string `json:"same"`
            Mine string `json:"mine"`
        }

        type Two struct {
            Same string `json:"same"`
        }

        type Brew struct {
            One
            Two
        }
        """
    )
    assert of_struct(found) == {"mine": {"type": "string"}}


def test_generics(read: Read) -> None:
    found = read(
        api="""
        package api

        import "example.com/kettle/internal/orderedmap"

        type Page[T any] struct {
            Items []T `json:"items"`
            Next  int `json:"next,omitempty"`
        }

        type Leaf struct {
            Name string `json:"name"`
        }

        type Brew struct {
            Leaves Page[Leaf]                     `json:"leaves"`
            Order  *orderedmap.Map[string, Leaf]  `json:"order,omitempty"`
        }
        """,
        internal_orderedmap="""
        package orderedmap

        type Map[K comparable, V any] struct {
            entries []K
        }
        """,
    )
    assert of_struct(found) == {
        "leaves": {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"$ref": "api.Leaf"}},
                "next": {"type": "integer", "format": "int64"},
            },
        },
        "order?": {
            "type": "object",
            "additionalProperties": {"$ref": "api.Leaf"},
            "nullable": True,
        },
    }


def test_types_of_other_packages_and_recursion(read: Read) -> None:
    found = read(
        api="""
        package api

        import shelf "example.com/kettle/types/store"

        type Brew struct {
            Parts []Brew      `json:"parts"`
            Tin   shelf.Tin   `json:"tin"`
            Alien other.Thing `json:"alien"`
        }
        """,
        types_store="""
        package store

        type Tin struct {
            Label string `json:"label"`
        }

        type Unused struct {
            Label string `json:"label"`
        }
        """,
    )
    assert of_struct(found) == {
        "parts": {"type": "array", "items": {"$ref": "api.Brew"}},
        "tin": {"$ref": "store.Tin"},
        "alien": {},
    }
    assert set(found.structs) == {"api.Brew", "store.Tin"}


# ---------------------------------------------------------------------- values


def test_constants_of_a_type_are_its_values(read: Read) -> None:
    found = read(
        api="""
        package api

        type Color string

        const (
            Green = Color("green")
            Black Color = "black"
            Limit = 3
        )

        type Brew struct {
            Color Color  `json:"color"`
            More  []Color `json:"more"`
        }
        """
    )
    assert of_struct(found)["more"] == {"type": "array", "items": {"$ref": "api.Color"}}
    assert found.types == {"api.Color": {"type": "string", "x-extensible-enum": ["green", "black"]}}


def test_defaults(read: Read) -> None:
    found = read(
        api="""
        package api

        type Base struct {
            Size int `json:"size"`
        }

        type Brew struct {
            Base
            Heat  float32 `json:"heat"`
            Lid   *bool   `json:"lid"`
            Tries int     `json:"tries"`
            Name  string  `json:"name"`
            Cups  int     `json:"cups"`
        }

        func DefaultBrew() Brew {
            return Brew{
                Base:  Base{Size: 1_024},
                Heat:  0.5,
                Lid:   nil,
                Tries: -1,
                Name:  "tea",
                Cups:  count(),
            }
        }
        """
    )
    assert found.structs["api.Brew"].defaults == {
        "size": 1024,
        "heat": 0.5,
        "tries": -1,
        "name": "tea",
    }


# ---------------------------------------------------------------------- custom JSON


def custom(read: Read, declared: str) -> Any:
    """Return the JSON of a type `Own`."""
    found = read(
        api=f"""
        package api

        import "encoding/json"

        {textwrap.indent(textwrap.dedent(declared), "        ").strip()}

        type Brew struct {{
            Own Own `json:"own"`
        }}
        """
    )
    assert of_struct(found) == {"own": {"$ref": "api.Own"}}
    return found.types["api.Own"] if "api.Own" in found.types else found.structs["api.Own"]


def test_a_type_that_tries_one_type_after_another(read: Read) -> None:
    assert custom(
        read,
        """
        type Own struct {
            Value any
        }

        func (o *Own) UnmarshalJSON(data []byte) error {
            var b bool
            if err := json.Unmarshal(data, &b); err == nil {
                o.Value = b
                return nil
            }
            var s string
            if err := json.Unmarshal(data, &s); err != nil {
                return err
            }
            if s != "weak" && s != "strong" {
                return errors.New("weak or strong")
            }
            o.Value = s
            return nil
        }
        """,
    ) == {
        "oneOf": [
            {"type": "boolean"},
            {"type": "string", "x-extensible-enum": ["weak", "strong"]},
        ]
    }


def test_a_type_that_looks_at_what_it_was_given(read: Read) -> None:
    assert custom(
        read,
        """
        type Own struct {
            seconds int
        }

        func (o *Own) UnmarshalJSON(b []byte) error {
            var v any
            if err := json.Unmarshal(b, &v); err != nil {
                return err
            }
            switch t := v.(type) {
            case float64:
                o.seconds = int(t)
            case string:
                o.seconds = len(t)
            }
            return nil
        }
        """,
    ) == {"oneOf": [{"type": "number", "format": "double"}, {"type": "string"}]}


def test_a_type_that_is_only_written(read: Read) -> None:
    assert custom(
        read,
        """
        type Own struct {
            inner map[string]string
        }

        func (o Own) MarshalJSON() ([]byte, error) {
            return json.Marshal(o.inner)
        }
        """,
    ) == {"type": "object", "additionalProperties": {"type": "string"}}


def test_a_type_that_is_text(read: Read) -> None:
    declared = "type Own struct{}\n\nfunc (o Own) MarshalText() ([]byte, error) { return nil, nil }"
    assert custom(read, declared) == {"type": "string"}


def test_a_type_whose_json_cannot_be_read_may_be_anything(read: Read) -> None:
    declared = """
    type Own struct {
        A string `json:"a"`
    }

    func (o Own) MarshalJSON() ([]byte, error) { return somewhere.Else(o) }
    """
    assert custom(read, declared) == {}


def test_a_method_that_reads_into_an_alias_leaves_the_fields_as_they_are(read: Read) -> None:
    own = custom(
        read,
        """
        type Own struct {
            Name string `json:"name"`
        }

        func (o *Own) UnmarshalJSON(data []byte) error {
            type Alias Own
            var a Alias
            if err := json.Unmarshal(data, &a); err != nil {
                return err
            }
            *o = Own(a)
            return nil
        }
        """,
    )
    assert {name: field.schema for name, field in own.fields.items()} == {
        "name": {"type": "string"}
    }
    assert own.custom == ("UnmarshalJSON",)


def test_a_field_that_is_told_apart_by_hand(read: Read) -> None:
    own = custom(
        read,
        """
        type Part struct {
            Text string `json:"text"`
        }

        type Own struct {
            Role    string `json:"role"`
            Content []Part `json:"content"`
        }

        func (o *Own) UnmarshalJSON(data []byte) error {
            var aux struct {
                Role    string          `json:"role"`
                Content json.RawMessage `json:"content"`
            }
            if err := json.Unmarshal(data, &aux); err != nil {
                return err
            }
            var s string
            if err := json.Unmarshal(aux.Content, &s); err == nil {
                return nil
            }
            var raw []json.RawMessage
            return json.Unmarshal(aux.Content, &raw)
        }
        """,
    )
    assert own.fields["role"].schema == {"type": "string"}
    assert own.fields["content"].schema == {
        "oneOf": [{"type": "array", "items": {"$ref": "api.Part"}}, {"type": "string"}]
    }


def test_an_interface_is_the_union_of_what_implements_it(read: Read) -> None:
    found = read(
        api="""
        package api

        import "encoding/json"

        type Item interface{ item() }

        type Cup struct {
            Type string `json:"type"`
        }

        type Pot struct {
            Type   string `json:"type"`
            Litres int    `json:"litres"`
        }

        type Spoon struct {
            Type string `json:"type"`
        }

        func (Cup) item() {}
        func (Pot) item() {}

        func readItem(data []byte) (Item, error) {
            switch kind(data) {
            case "cup", "mug":
                var c Cup
                return c, json.Unmarshal(data, &c)
            case "pot":
                return Pot{}, nil
            default:
                return nil, nil
            }
        }

        type Brew struct {
            Items []Item `json:"items"`
        }
        """
    )
    assert of_struct(found) == {"items": {"type": "array", "items": {"$ref": "api.Item"}}}
    assert found.types["api.Item"] == {
        "oneOf": [{"$ref": "api.Cup"}, {"$ref": "api.Pot"}],
        "discriminator": {
            "propertyName": "type",
            "mapping": {"cup": "api.Cup", "mug": "api.Cup", "pot": "api.Pot"},
        },
    }


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "line", "is_read"),
    [
        ("extra", "", True),
        ("extra", "//go:build linux && !windows", True),
        ("extra", "//go:build (darwin || cgo) && amd64", True),
        ("extra", "//go:build windows || (darwin && cgo)", False),
        ("extra", "//go:build ignore", False),
        ("extra", "//go:build go1.21", True),
        ("extra_windows", "", False),
        ("extra_linux", "", True),
        ("extra_darwin_arm64", "", False),
        ("extra_test", "", False),
    ],
)
def test_build_constraints(read: Read, name: str, line: str, is_read: bool) -> None:
    content = f'{line}\n\npackage api\n\ntype Extra struct {{\n\tA int `json:"a"`\n}}\n'
    found = read(**{"api": "package api\n", f"api__{name}": content})
    assert ("api.Extra" in found.structs) is is_read


def test_a_tag_is_read_from_a_bare_git_directory(tmp_path: Path, read: Read) -> None:
    brew = 'package api\n\ntype Brew struct {\n\tA int `json:"a"`\n}\n'
    read(api=brew)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["tag", "v1.2.3"]):
        subprocess.run([*git, *command], check=True)
    read(api=brew.replace('"a"', '"b"'))
    assert set(read_facts(tmp_path / ".git", "v1.2.3").structs["api.Brew"].fields) == {"a"}
    assert set(read_facts(tmp_path).structs["api.Brew"].fields) == {"b"}
    assert read_facts(tmp_path, "v1.2.3").release == "v1.2.3"
    with pytest.raises(SpecError, match=r"git cannot read it: .*v9"):
        read_facts(tmp_path, "v9")


def test_what_is_no_checkout_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be read as a checkout"):
        read_facts(tmp_path)
    (tmp_path / "go.mod").write_text("go 1.24\n")
    with pytest.raises(SpecError, match="does not declare a module"):
        read_facts(tmp_path)


# ---------------------------------------------------------------------- routes


def routes(read: Read, registered: str, functions: str = "", **more: str) -> dict[str, Any]:
    """Return the routes as `[handler, request, answers, statuses]`."""
    server = textwrap.dedent(ROUTES) % (registered, textwrap.dedent(functions))
    api = """
    package api

    type BrewRequest struct {
        Leaves string `json:"leaves"`
    }

    type BrewResponse struct {
        Done bool `json:"done"`
    }
    """
    found = read(**{"api": api, "server": server, **more})
    return {
        key: [
            route.handler,
            (route.request or {}).get("$ref"),
            [answer.get("$ref") or sorted(answer["properties"]) for answer in route.answers],
            list(route.statuses),
        ]
        for key, route in found.routes.items()
    }


HANDLER = """
    func (s *Server) BrewHandler(c *gin.Context) {
        var req api.BrewRequest
        if err := c.ShouldBindJSON(&req); err != nil {
            c.AbortWithStatusJSON(http.StatusBadRequest, gin.H{"error": err.Error()})
            return
        }
        if req.Leaves == "" {
            refuse(c, http.StatusTeapot)
            return
        }
        ch := make(chan any)
        go func() {
            fn := func(r api.BrewResponse) { ch <- r }
            fn(api.BrewResponse{})
            ch <- gin.H{"error": "spilled"}
        }()
        resp := api.BrewResponse{Done: true}
        c.JSON(http.StatusOK, resp)
    }

    func refuse(ctx *gin.Context, status int) {
        if ctx.Query("busy") != "" {
            busy(ctx)
        }
        ctx.AbortWithStatus(status)
    }

    func busy(c *gin.Context) { c.Status(503) }
"""


def test_a_handler_says_what_it_reads_and_writes(read: Read) -> None:
    assert routes(read, 'r.POST("/api/brew/:id", s.BrewHandler)', HANDLER) == {
        "POST /api/brew/{id}": [
            "BrewHandler",
            "api.BrewRequest",
            ["api.BrewResponse"],
            [200, 400, 418, 503],
        ]
    }


def test_ways_to_register(read: Read) -> None:
    registered = """
        const prefix = "/inner"
        r.Use(gate())
        r.HEAD("/", func(c *gin.Context) { c.String(http.StatusOK, "Here") })
        r.GET("/version", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"version": "1"}) })
        r.Handle("PUT", "/handled", s.Nothing)
        r.Any("/any/*path", s.Nothing)
        v1 := r.Group("/v1")
        v1.DELETE("/cups", s.wrapped("/v1/cups", s.Nothing)...)
        r.GET(base+"/joined", s.Nothing)
        r.GET(computed(), s.Nothing)
    """
    functions = """
    const base = "/base"

    func gate() gin.HandlerFunc {
        return func(c *gin.Context) {
            c.AbortWithStatus(http.StatusForbidden)
        }
    }

    func (s *Server) Nothing(c *gin.Context) {}

    func (s *Server) wrapped(route string, handlers ...gin.HandlerFunc) []gin.HandlerFunc {
        return handlers
    }
    """
    found = routes(read, registered, functions)
    assert found == {
        "HEAD /": ["inline", None, [], [200, 403]],
        "GET /version": ["inline", None, [["version"]], [200, 403]],
        "PUT /handled": ["Nothing", None, [], [403]],
        "ANY /any/{path}": ["Nothing", None, [], [403]],
        "DELETE /v1/cups": ["Nothing", None, [], [403]],
        "GET /base/joined": ["Nothing", None, [], [403]],
    }


def test_a_path_that_is_computed_is_told(read: Read) -> None:
    server = textwrap.dedent(ROUTES) % ("    r.GET(computed(), s.Nothing)", "")
    assert read(server=server).unread == ("server/file.go: Routes",)


def test_a_middleware_that_translates_has_the_request_and_the_answers(read: Read) -> None:
    middleware = """
    package middleware

    import (
        "encoding/json"
        "net/http"

        "github.com/gin-gonic/gin"

        "example.com/kettle/api"
        "example.com/kettle/openai"
    )

    type Writer struct {
        gin.ResponseWriter
        stream bool
    }

    func (w *Writer) Write(data []byte) (int, error) {
        if w.stream {
            for _, chunk := range openai.Chunks() {
                d, _ := json.Marshal(chunk)
                w.ResponseWriter.Write(d)
            }
        }
        json.NewEncoder(w.ResponseWriter).Encode(openai.ToCup(api.BrewResponse{}))
        return 0, nil
    }

    func Translate() gin.HandlerFunc {
        return func(c *gin.Context) {
            var req openai.CupRequest
            if err := c.ShouldBindJSON(&req); err != nil {
                c.AbortWithStatusJSON(http.StatusUnprocessableEntity, openai.NewError("x"))
            }
            c.Writer = &Writer{ResponseWriter: c.Writer}
        }
    }

    func Upload() gin.HandlerFunc {
        return func(c *gin.Context) {
            name := c.Request.FormValue("name")
            file, _, _ := c.Request.FormFile("file")
        }
    }
    """
    openai = """
    package openai

    import "example.com/kettle/api"

    type CupRequest struct {
        Model string `json:"model"`
    }

    type Cup struct {
        ID string `json:"id"`
    }

    type Chunk struct {
        Delta string `json:"delta"`
    }

    type ErrorResponse struct {
        Error string `json:"error"`
    }

    func ToCup(r api.BrewResponse) Cup { return Cup{} }
    func Chunks() []Chunk { return nil }
    func NewError(text string) ErrorResponse { return ErrorResponse{} }
    """
    registered = """
        r.POST("/v1/cups", middleware.Translate(), s.BrewHandler)
        r.POST("/v1/files", middleware.Upload(), s.BrewHandler)
    """
    found = routes(read, registered, HANDLER, middleware=middleware, openai=openai)
    # The import is not written in this snippet, so that the middleware is not found without it.
    assert found["POST /v1/cups"][1] == "api.BrewRequest"
    imported = ROUTES.replace(
        '"example.com/kettle/api"', '"example.com/kettle/api"\n"example.com/kettle/middleware"'
    )
    server = textwrap.dedent(imported) % (registered, textwrap.dedent(HANDLER))
    again = read(server=server).routes
    cups = again["POST /v1/cups"]
    assert cups.request == {"$ref": "openai.CupRequest"}
    assert cups.answers == ({"$ref": "openai.Chunk"}, {"$ref": "openai.Cup"})
    assert cups.statuses == (200, 400, 418, 422, 503)
    assert again["POST /v1/files"].request == {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "file": {"type": "string", "format": "binary"},
        },
    }


def test_routes_of_the_cloud_and_what_only_the_client_tells(read: Read) -> None:
    client = """
    package api

    import (
        "context"
        "encoding/json"
        "net/http"
    )

    type Client struct{}

    func (c *Client) Search(ctx context.Context, req *BrewRequest) (*BrewResponse, error) {
        var resp BrewResponse
        if err := c.do(ctx, http.MethodPost, "/api/experimental/search", req, &resp); err != nil {
            return nil, err
        }
        return &resp, nil
    }

    func (c *Client) Watch(ctx context.Context, req *BrewRequest, fn func(BrewResponse)) error {
        return c.stream(ctx, http.MethodPost, "/api/watch", req, func(bts []byte) error {
            var resp BrewResponse
            return json.Unmarshal(bts, &resp)
        })
    }
    """
    functions = """
    func (s *Server) SearchHandler(c *gin.Context) {
        s.forward(c, "/api/search")
    }

    func (s *Server) forward(c *gin.Context, path string) {
        c.JSON(http.StatusBadGateway, gin.H{"error": "no"})
    }

    func (s *Server) WatchHandler(c *gin.Context) {}
    """
    registered = """
        r.POST("/api/experimental/search", s.SearchHandler)
        r.POST("/api/watch", s.WatchHandler)
    """
    both = ["api.BrewRequest", ["api.BrewResponse"]]
    assert routes(read, registered, functions, api__client=client) == {
        "POST /api/experimental/search": ["SearchHandler", *both, [502]],
        "POST /api/search": ["SearchHandler", *both, []],
        "POST /api/watch": ["WatchHandler", *both, []],
    }


# ---------------------------------------------------------------------- extracts


def test_an_extract_holds_all_of_it_and_no_source(tmp_path: Path, read: Read) -> None:
    found = read(
        api="""
        package api

        // A comment that must not be kept.
        type Brew struct {
            A int   `json:"a,omitempty"`
            B *Brew `json:"b"`
            C any   `json:"c"`
        }

        func DefaultBrew() Brew { return Brew{A: 3} }
        """,
        server=textwrap.dedent(ROUTES) % ('    r.POST("/api/brew", s.BrewHandler)', HANDLER),
    )
    written = found.dumps()
    assert facts.loads(written, "extract") == found
    assert "comment" not in written
    assert '    "a": {"go": "int", "omitempty": true},' in written.splitlines()


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 0}', "no", '{"format": 1}'])
def test_what_is_no_extract_is_told_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "extract.json"
    file.write_text(content)
    with pytest.raises(
        SpecError,
        match=r"is not JSON|expected an extract with \"format\": 1|is not a complete extract",
    ):
        read_facts(file)
    with pytest.raises(SpecError, match="an extract has only one release: --tag v1"):
        read_facts(file, "v1")
