"""When somebody's account is deleted: their comments stay, without a link to them."""

from accounts.models import User
from comments import threads


def take_back_likes(instance: User, **kwargs: object) -> None:
    threads.take_back_likes(instance)
