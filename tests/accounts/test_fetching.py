"""Addresses of pictures come from outside: none may lead into our own network."""

import socket

import pytest

from accounts import fetching
from accounts.fetching import Refused, checked, fetch, is_public


@pytest.mark.parametrize(
    "url",
    [
        "https://lh3.googleusercontent.com/a/x=s192-c",
        "https://pbs.twimg.com:443/profile_images/1/a_400x400.jpg",
        "https://platform-lookaside.fbsbx.com/platform/profilepic/?asid=1",
        "https://scontent-ham3-1.xx.fbcdn.net/v/1.jpg?x=1",
    ],
)
def test_hosts_of_the_providers_are_allowed(url):
    assert checked(url).geturl() == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pbs.twimg.com/1.jpg",
        "http://pbs.twimg.com/1.jpg",
        "https://pbs.twimg.com:8443/1.jpg",
        "https://pbs.twimg.com:99999/",
        "https://user@pbs.twimg.com/",
        "https://user:pw@pbs.twimg.com/",
        "https://pbs.twimg.com.evil.example/",
        "https://evil-pbs.twimg.com/",
        "https://xpbs.twimg.com/",
        "https://fbcdn.net/",
        "https://evilfbcdn.net/",
        "https://pbs.twimg.com\\@127.0.0.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "http://localhost:8001/",
        "file:///etc/passwd",
        "ftp://pbs.twimg.com/",
        "https://[evil",
    ],
)
def test_nothing_else_is(url):
    with pytest.raises(Refused):
        checked(url)


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_open_internet_are_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "ff0e::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_all_others_are_not(ip):
    assert not is_public(ip)


@pytest.fixture
def resolves_to(monkeypatch):
    def resolve(*ips):
        def getaddrinfo(host, port, *args, **kwargs):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return resolve


@pytest.fixture
def connections(monkeypatch):
    made = []

    def create_connection(address, timeout):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching.socket, "create_connection", create_connection)
    return made


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["64:ff9b::7f00:1"]])
def test_a_listed_host_with_a_private_address_is_not_called(resolves_to, connections, ips):
    resolves_to(*ips)
    with pytest.raises(Refused):
        fetch("https://pbs.twimg.com/1.jpg")
    assert connections == []


def test_the_address_that_was_checked_is_the_one_that_is_called(resolves_to, connections):
    resolves_to("93.184.215.14")
    with pytest.raises(Refused):
        fetch("https://pbs.twimg.com/1.jpg")
    assert connections == [("93.184.215.14", 443)]


def test_a_certificate_is_asked_for_the_name(standin, monkeypatch):
    """The stand-in answers in plain HTTP: a connection without a certificate gives nothing."""
    port = int(standin.url.rpartition(":")[2])
    monkeypatch.setattr(fetching, "public_address", lambda *host: "127.0.0.1")
    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda to, timeout: real((to[0], port), timeout))
    with pytest.raises(Refused, match="SSLError"):
        fetch("https://pbs.twimg.com/pictures/google/ada=s192-c")


def test_a_redirect_is_checked_like_the_first_address(standin):
    with pytest.raises(Refused, match=r"not a picture host: http://169\.254\.169\.254"):
        fetch(f"{standin.url}/pictures/google/picture-private=s192-c")


def test_the_stand_ins_pictures_are_fetched_only_where_settings_say_so(standin, settings):
    url = f"{standin.url}/pictures/google/ada=s192-c"
    assert fetch(url).startswith(b"\xff\xd8")
    settings.DEVELOPMENT_PICTURE_HOSTS = []
    with pytest.raises(Refused):
        fetch(url)
