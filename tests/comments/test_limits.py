from datetime import timedelta

import pytest

from comments.limits import network_of, rate_of


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("10/m", (10, timedelta(minutes=1))),
        ("1/15s", (1, timedelta(seconds=15))),
        ("3/2h", (3, timedelta(hours=2))),
        ("", None),
    ],
)
def test_a_rate_is_read(text, rate):
    assert rate_of(text) == rate


@pytest.mark.parametrize("text", ["10", "10/y", "0/m", "-1/m", "ten/m", "10/m; 5/h"])
def test_a_wrong_rate_is_refused(text):
    with pytest.raises(ValueError, match="COMMENT_RATE"):
        rate_of(text)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        (None, ""),
    ],
)
def test_a_household_is_one_network(address, network):
    assert network_of(address) == network
