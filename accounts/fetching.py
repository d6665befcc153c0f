"""Getting a file from somebody else's server, on an address that a stranger may have chosen:
listed hosts only, never into our own network, and never for long."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from requests.certs import where as certificates

MAX_BYTES = 1_000_000
MAX_REDIRECTS = 2
SOCKET_TIMEOUT = 3  # seconds of silence
DEADLINE = 6  # seconds for all of it, so that a server cannot drip
CONTENT_TYPES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
# Addresses that hold another one, which may be private: `is_global` calls them public.
TRANSLATED = [
    ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


class Refused(Exception):
    """Not fetched, and why: for the log."""


def fetch(url: str) -> bytes:
    for _hop in range(1 + MAX_REDIRECTS):
        address = checked(url)
        try:
            with connection_to(address) as connection:
                response = connection.getresponse()
                if response.status not in {301, 302, 303, 307, 308}:
                    return body_of(response)
                url = urljoin(url, response.headers.get("Location", ""))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Refused(f"{address.hostname}: {type(error).__name__}") from error
    raise Refused("too many redirects")


def checked(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise Refused("not an address") from None
    host = address.hostname or ""
    if address.netloc in settings.DEVELOPMENT_PICTURE_HOSTS and address.scheme == "http":
        return address
    listed = any(
        host.endswith(allowed) if allowed.startswith(".") else host == allowed
        for allowed in settings.PICTURE_HOSTS
    )
    if address.scheme != "https" or port not in {None, 443} or "@" in address.netloc or not listed:
        raise Refused(f"not a picture host: {address.scheme}://{host}")
    return address


def body_of(response: http.client.HTTPResponse) -> bytes:
    if response.status != 200:
        raise Refused(f"status {response.status}")
    if response.headers.get_content_type() not in CONTENT_TYPES:
        raise Refused(f"content type {response.headers.get_content_type()}")
    if int(response.headers.get("Content-Length") or 0) > MAX_BYTES:
        raise Refused("too large")
    body = response.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise Refused("too large")
    return body


@contextmanager
def connection_to(address: SplitResult) -> Iterator[http.client.HTTPConnection]:
    """Connected to an address of the host that was checked, so that a second look-up cannot
    lead elsewhere; the certificate is still asked for the host's name."""
    host = str(address.hostname)
    is_secure = address.scheme == "https"
    port = address.port or (443 if is_secure else 80)
    ip = public_address(host, port) if is_secure else "127.0.0.1"
    plain = socket.create_connection((ip, port), SOCKET_TIMEOUT)
    # A second name for the same connection: wrapping takes the first one's away.
    handle = plain.dup()
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        with suppress(OSError):  # it ended in this very moment
            handle.shutdown(socket.SHUT_RDWR)

    deadline = threading.Timer(DEADLINE, expire)
    deadline.start()
    connection = http.client.HTTPConnection(host, port)
    connection.sock = plain
    try:
        if is_secure:
            context = ssl.create_default_context(cafile=certificates())
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        path = (address.path or "/") + (address.query and f"?{address.query}")
        headers = {"Host": address.netloc, "Accept": ", ".join(sorted(CONTENT_TYPES))}
        connection.request("GET", path, headers=headers)
        yield connection
    finally:
        deadline.cancel()
        connection.close()
        handle.close()
    if expired.is_set():
        raise Refused(f"{host}: too slow")


def public_address(host: str, port: int) -> str:
    """One address of the host, if all that it has are on the open internet."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for ip in found:
        if not is_public(ip):
            raise Refused(f"{host} is at {ip}")
    return min(found)


def is_public(ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    translated = any(address in network for network in TRANSLATED)
    return address.is_global and not address.is_multicast and not translated
