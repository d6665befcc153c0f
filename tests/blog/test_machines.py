from xml.etree import ElementTree

import pytest
from django.db import OperationalError, connection

from tests import base

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.mark.django_db
def test_the_sitemap_names_what_can_be_read(client, alice):
    post, page = base.published(alice, title="Año & día"), base.page(alice)
    base.draft(alice, title="zqDRAFTqz")
    base.scheduled(alice, title="zqFUTUREqz")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    addresses = [element.text for element in ElementTree.fromstring(response.content).iter(LOCATION)]
    assert addresses[0] == "http://testserver/"
    expected = [f"http://testserver{each.get_absolute_url()}" for each in (page, post)]
    assert addresses[1:] == expected


@pytest.mark.django_db
def test_the_sitemap_of_an_empty_blog_is_a_sitemap(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert [element.text for element in tree.iter(LOCATION)] == ["http://testserver/"]


def test_robots_are_told_where_not_to_go(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /*?replytocom=" in text
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")


@pytest.mark.django_db
def test_a_process_that_can_work_is_ready(client):
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_without_its_database_a_process_is_alive_and_not_ready(client, monkeypatch):
    def gone():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"server closed" not in response.content
