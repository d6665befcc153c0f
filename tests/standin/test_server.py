import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from standin import CLIENTS, settings_for
from standin.server import Seen, StandIn


def test_it_listens_on_this_computer_only():
    with pytest.raises(ValueError, match="this computer only"):
        StandIn(host="0.0.0.0")


def test_it_is_another_site_than_a_blog_on_the_address(stand):
    assert stand.url.startswith("http://localhost:")


def test_settings_point_every_address_of_every_provider_at_it(stand):
    settings = settings_for(stand.url)
    assert settings == stand.settings
    assert settings.keys() == CLIENTS.keys()
    for addresses in settings.values():
        for address in addresses.values():
            assert address.startswith(stand.url + "/")


def test_requests_are_logged_with_their_provider(google):
    google.stand.log.clear()
    google.token()
    assert google.stand.log == [
        Seen("POST", "/google/consent", "google"),
        Seen("POST", "/google/token", "google"),
    ]


def test_a_code_works_once_and_a_second_try_revokes_its_token(blog):
    code = blog.consent()["code"]
    token = blog.exchange(code).json()["access_token"]
    assert blog.profile(token).status_code == 200
    assert blog.exchange(code).status_code == 400
    assert blog.profile(token).status_code in (400, 401)


def test_two_at_once_cannot_use_one_code(google):
    code = google.consent()["code"]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(google.exchange, [code] * 6))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 5


def test_codes_expire(google):
    with StandIn(code_lifetime=0) as late:
        blog = type(google)(late, "google")
        refused = blog.exchange(blog.consent()["code"])
    assert "expired" in refused.json()["error_description"]


def test_codes_and_tokens_of_one_provider_are_nothing_to_another(google, facebook):
    code = google.consent()["code"]
    right_otherwise = {"redirect_uri": google.callback, "code_verifier": google.verifier}
    assert facebook.exchange(code, **right_otherwise).status_code == 400
    assert google.exchange(code).status_code == 200
    assert facebook.profile(google.token()).status_code == 400


def test_its_pages_need_nothing_from_elsewhere(stand):
    page = requests.get(stand.url, timeout=30)
    assert "Nobody is signing in" in page.text
    assert requests.get(f"{stand.url}/standin.css", timeout=30).headers["Content-Type"].startswith("text/css")
    assert requests.get(f"{stand.url}/icon.svg", timeout=30).status_code == 200


def test_it_imports_nothing_of_django():
    """The blog may import the stand-in for development; never the other way round."""
    code = (
        "import sys, standin.server\n"
        "mine = {name.partition('.')[0] for name in sys.modules}\n"
        "print(mine & {'django', 'allauth', 'config', 'accounts', 'blog', 'comments', 'transfer'})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_it_runs_alone_until_it_is_ended():
    command = [sys.executable, "-m", "standin", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as alone:
        try:
            url = alone.stdout.readline().split()[-1]
            assert requests.get(url, timeout=30).status_code == 200
        finally:
            alone.send_signal(signal.SIGINT)
            try:
                alone.wait(20)
            finally:
                alone.kill()
    assert alone.returncode == 0
