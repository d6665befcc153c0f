"""The server: one thread per request, on the loopback address only."""

import ipaddress
import socketserver
import sys
import threading
from collections.abc import Iterable
from http.server import HTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

from standin import CLIENTS, pages, pictures, pictures_host, settings_for
from standin.facebook import Facebook
from standin.google import Google
from standin.grants import Grants
from standin.provider import Provider
from standin.twitter import Twitter
from standin.wire import Answer, Fault, Refusal, Request, Routes, wrong_method

FILES = {"/standin.css": "text/css; charset=utf-8", "/icon.svg": "image/svg+xml"}
REMEMBERED = 1000  # requests kept in the log, so that a long day of development stays small


class Seen(NamedTuple):
    method: str
    path: str
    provider: str


class StandIn:
    """Listens from the moment it is made; answers between `start()` and `stop()`.

    `hang` is how many seconds a time-out lasts: longer than a patient client waits.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        hang: float = 8,
        code_lifetime: float = 60,
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("The stand-in listens on this computer only.")
        self.hang = hang
        self.log: list[Seen] = []
        self.clients = CLIENTS
        self._stopping = threading.Event()
        self._server = Server((host, port), QuietHandler)
        self._server.set_app(self.app)
        # Named differently from a blog on 127.0.0.1, so that browsers treat it as another site.
        self.url = f"http://localhost:{self._server.server_port}"
        grants = Grants(code_lifetime)
        self.providers: dict[str, Provider] = {
            kind.id: kind(self.url, grants, self.wait) for kind in (Google, Twitter, Facebook)
        }
        self._routes: Routes = {
            "/": ("GET", lambda request: pages.welcome()),
            **dict.fromkeys(FILES, ("GET", static)),
        }
        for provider in self.providers.values():
            self._routes |= provider.routes()

    @property
    def settings(self) -> dict[str, dict[str, str]]:
        return settings_for(self.url)

    @property
    def pictures_host(self) -> str:
        return pictures_host(self.url)

    def start(self) -> Self:
        serve = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="standin", daemon=True)
        serve.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    def wait(self) -> None:
        self._stopping.wait(self.hang)

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        provider = self.providers.get(request.path.split("/")[1])
        self.log.append(Seen(request.method, request.path, provider.id if provider else ""))
        del self.log[:-REMEMBERED]
        return self.answer(request, provider).send(start_response)

    def answer(self, request: Request, provider: Provider | None) -> Answer:
        route = self._routes.get(request.path)
        if route is None:
            picture = pictures.answer(request, self._stopping, self.hang)
            if picture is None:
                return pages.fault("the providers", "There is nothing at this address.", 404)
            return picture if request.method == "GET" else wrong_method("GET")
        method, handler = route
        if request.method != method:
            return wrong_method(method)
        try:
            return handler(request)
        except Fault as fault:
            return pages.fault(provider.label if provider else "the providers", str(fault))
        except Refusal as refusal:
            if provider is None:
                raise
            return provider.refuse(refusal)


def static(request: Request) -> Answer:
    kept = Path(__file__).with_name(request.path.removeprefix("/"))
    return Answer(200, kept.read_bytes(), {"Content-Type": FILES[request.path]})


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False  # a hanging answer does not hold up stopping
    request_queue_size = 128

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for the host's full name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        host, port = self.socket.getsockname()[:2]
        self.server_name, self.server_port = str(host), int(port)
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients that give up waiting are what a time-out is for.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            HTTPServer.handle_error(self, request, client_address)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
