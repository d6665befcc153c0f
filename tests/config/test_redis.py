"""Servers that share a Redis, which may go away under them."""

import contextlib
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from config.caches import PageCache
from tests.config.running import Running, free_ports
from tests.config.test_serve import KEYS
from tests.redis import RunningRedis

pytestmark = pytest.mark.one_database


@pytest.fixture
def redis():
    with RunningRedis(*free_ports(1)) as running:
        yield running


# --- Two servers ------------------------------------------------------------------


def answer(running: Running, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    with contextlib.closing(HTTPConnection("127.0.0.1", running.port, timeout=30)) as connection:
        if form is None:
            connection.request("GET", path)
        else:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def test_two_servers_share_pages_and_limits_and_do_without_redis(redis, tmp_path):
    def guess(running: Running) -> str:
        return answer(running, "/accounts/login/", {"login": "alice", "password": "guess"})[1]

    def serve() -> Running:
        running = Running("serve", tmp_path, **KEYS, REDIS_URL=redis.url)
        running.wait_for_address("/readyz")
        return running

    with serve() as one, serve() as other:
        status, page = answer(one, "/")
        assert status == 200
        (name,) = redis.client.keys()
        redis.client.set(name, redis.client.get(name).replace(b"<main", b"<MAIN"))
        assert answer(other, "/") == (200, page.replace("<main", "<MAIN"))

        for running in (one, other, one, other, one):
            assert "Too many" not in guess(running)
        assert "Too many failed login attempts" in guess(other)

        redis.stop()
        for running in (one, other):
            assert answer(running, "/") == (200, page)
            assert "Too many failed login attempts" in guess(running)
        assert one.output.read_text().count("Pages are made without Redis") == 2


# --- One cache --------------------------------------------------------------------


@pytest.fixture
def pages(redis, monkeypatch):
    monkeypatch.setattr(PageCache, "away_until", 0)
    pages = PageCache(redis.url, {"KEY_PREFIX": "pages"})
    pages.set("about", "About us")
    yield pages
    pages._cache.get_client().connection_pool.disconnect()


def pause(redis: RunningRedis) -> None:
    redis.client.client_pause(2000)


def fill(redis: RunningRedis) -> None:
    redis.client.config_set("maxmemory", 1)


def empty(redis: RunningRedis) -> None:
    redis.client.flushall()


@pytest.mark.parametrize("trouble", [RunningRedis.stop, pause, fill, empty])
def test_a_redis_in_trouble_holds_no_page_up(redis, pages, trouble):
    trouble(redis)
    started = time.monotonic()
    for _ in range(50):
        assert pages.get("about", "nothing") in {"nothing", "About us"}
        pages.set("contact", "Write to us")
        assert pages.get_many(["about", "never"]) in [{}, {"about": "About us"}]
        pages.set_many({"contact": "Write to us"})
    assert time.monotonic() - started < 20  # of 200 calls, had each waited for its time-out, it were 100


def test_trouble_is_logged_once_and_redis_is_asked_again_later(redis, pages, caplog, monkeypatch):
    assert pages.get("about") == "About us"
    redis.stop()
    for _ in range(50):
        assert pages.get("about") is None
    (line,) = caplog.messages
    assert line.startswith("Pages are made without Redis for 10 seconds: ")

    redis.start()
    pages.set("about", "About us")
    assert pages.get("about") is None
    monkeypatch.setattr(PageCache, "away_until", time.monotonic())
    pages.set("about", "About us")
    assert pages.get("about") == "About us"


def test_a_connection_from_before_redis_was_restarted_is_no_trouble(redis, pages, caplog):
    redis.stop()
    redis.start()
    pages.set("about", "About us")
    assert pages.get("about") == "About us"
    assert caplog.messages == []
