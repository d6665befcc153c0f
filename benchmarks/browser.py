"""Asks the application as a server asks it, in this process."""

import time
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler


@dataclass(slots=True)
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ms: float = 0


@dataclass(slots=True)
class Browser:
    """A reader's, who is signed in if there is a session's key."""

    application: WSGIHandler
    session: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, **fields: object) -> Answer:
        # What every browser says of a form that it found on the site itself.
        return self._ask("POST", path, urlencode(fields).encode(), {"HTTP_SEC_FETCH_SITE": "same-origin"})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        answer = Answer()

        def start_response(status: str, head: list[tuple[str, str]], exc_info: object = None) -> None:
            answer.status, answer.headers = int(status[:3]), dict(head)

        if self.session:
            headers = {**headers, "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.session}"}
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": settings.ALLOWED_HOSTS[0],
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        }
        start = time.perf_counter()
        response = self.application(environ, start_response)
        answer.body = b"".join(response)
        response.close()
        answer.ms = (time.perf_counter() - start) * 1000
        return answer
