"""Letters to the blog's own people, about what is written under the post of one of them."""

import pytest

from tests import base


@pytest.fixture
def post(cy):
    return base.published(cy)
