"""The description of the REST API: OpenAPI for programs, one plain page for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from engine.errors import BihuanError
from web import templating
from web.errors import CODES, SENTENCES, status_of
from web.routing import Router

router = Router(prefix="/api/v1", include_in_schema=False)

PROBLEM = {
    "type": "object",
    "description": "RFC 9457, with a stable code, its parameters, and for forms every error at once.",
    "required": ["type", "title", "status", "detail", "code", "params"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "params": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "params": {"type": "object"},
                    "component_id": {"type": "string"},
                    "path": {"type": "array", "items": {}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token: Authorization: Bearer bh_…"},
    "session": {"type": "apiKey", "in": "cookie", "name": "bihuan_session", "description": "With X-CSRF-Token."},
}


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The whole API as OpenAPI."""
    return JSONResponse(described(request.app))


@router.get("/docs")
def docs(request: Request) -> Response:
    """The whole API as a page, with every problem code."""
    described_api = described(request.app)
    context = {"info": described_api["info"], "tags": _by_tag(described_api), "problems": problems()}
    return templating.render(request, "api/docs.html", context)


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once; every operation may answer a problem."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    document = app.openapi()
    components = document.setdefault("components", {})
    components["securitySchemes"] = SCHEMES
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    document["security"] = [{name: []} for name in SCHEMES]
    for _path, _method, operation in _operations(document):
        operation["responses"].pop("422", None)  # FastAPI's own shape, which ours replaces
        operation["responses"]["default"] = {
            "description": "A problem",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return document


def problems() -> list[dict[str, Any]]:
    """Every problem code with its status and what it says, by status."""
    found = {kind.code: {"code": kind.code, "status": status_of(kind), "text": kind.template()} for kind in _kinds()}
    web = {code: {"code": code, "status": status, "text": SENTENCES[status]} for status, code in CODES.items()}
    return sorted((web | found).values(), key=lambda row: (row["status"], row["code"]))


def _kinds(kind: type[BihuanError] = BihuanError) -> Iterator[type[BihuanError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _by_tag(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, method, operation in _operations(document):
        row = {
            "method": method,
            "path": path,
            "id": operation["operationId"],
            "text": operation.get("description", ""),
            "parameters": [_parameter(given) for given in operation.get("parameters", [])],
            "body": _content(document, operation.get("requestBody", {})),
            "answer": next(
                (_content(document, answer) for status, answer in operation["responses"].items() if status < "3"), []
            ),
            "status": min(operation["responses"]),
        }
        tags.setdefault(operation["tags"][0], []).append(row)
    return tags


def _parameter(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "kind": f"{given['in']}, {_type(given['schema'])}",
        "required": given.get("required", False),
        "text": given.get("description", ""),
    }


def _content(document: Mapping[str, Any], described_by: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, one row each; none when it is not an object of ours."""
    for content in described_by.get("content", {}).values():
        schema = _resolved(document, content.get("schema", {}))
        required = schema.get("required", [])
        return [
            {
                "name": name,
                "kind": _type(given),
                "required": name in required,
                "text": given.get("description", ""),
            }
            for name, given in schema.get("properties", {}).items()
        ]
    return []


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_type(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
