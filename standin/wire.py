"""Requests in, answers out: the little of WSGI that the stand-in needs."""

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

MAX_BODY = 64 * 1024


class Answer(NamedTuple):
    status: int
    body: bytes | Iterable[bytes]
    headers: dict[str, str]

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        headers = {
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **self.headers,
        }
        if isinstance(self.body, bytes):
            headers.setdefault("Content-Length", str(len(self.body)))
        status = f"{self.status} {HTTPStatus(self.status).phrase}"
        start_response(status, list(headers.items()))
        return [self.body] if isinstance(self.body, bytes) else self.body


def json_answer(data: object, status: int = 200) -> Answer:
    body = json.dumps(data, indent=1).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=utf-8"})


def html_answer(html: str, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, html.encode(), {"Content-Type": "text/html; charset=utf-8", **named})


def redirect(location: str) -> Answer:
    return Answer(302, b"", {"Location": location})


def wrong_method(allowed: str) -> Answer:
    text = f"Only {allowed} is answered here.\n".encode()
    return Answer(405, text, {"Allow": allowed, "Content-Type": "text/plain; charset=utf-8"})


class Fault(Exception):
    """A wrong request that a person sees: it is answered with a page."""


class Refusal(Exception):
    """A wrong request of the blog's server: answered in the provider's own JSON."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Request:
    def __init__(self, environ: WSGIEnvironment) -> None:
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ["PATH_INFO"]
        self.query_string: str = environ.get("QUERY_STRING", "")
        self.authorization: str = environ.get("HTTP_AUTHORIZATION", "")
        self.content_type: str = environ.get("CONTENT_TYPE", "").partition(";")[0]
        self.repeated: set[str] = set()
        self.query = self._once(self.query_string)
        self.form = self._once(self._read(environ)) if self.is_form else {}

    @property
    def is_form(self) -> bool:
        return self.content_type == "application/x-www-form-urlencoded"

    @property
    def bearer(self) -> str:
        scheme, _, token = self.authorization.partition(" ")
        return token if scheme.lower() == "bearer" else ""

    def _read(self, environ: WSGIEnvironment) -> str:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body: bytes = environ["wsgi.input"].read(min(length, MAX_BODY))
        return body.decode("utf-8", "replace")

    def _once(self, encoded: str) -> dict[str, str]:
        """OAuth allows each parameter once; the ones sent twice are remembered."""
        fields: dict[str, str] = {}
        for name, value in parse_qsl(encoded, keep_blank_values=True):
            if name in fields:
                self.repeated.add(name)
            fields[name] = value
        return fields


Handler = Callable[[Request], Answer]
Routes = dict[str, tuple[str, Handler]]
JSON = dict[str, Any]
