"""The tables, by name: comments.models imports this package, not the other way round."""

from typing import Any

from django.apps import apps


def comments() -> Any:
    return apps.get_model("comments", "Comment").objects


def trees() -> Any:
    return apps.get_model("comments", "CommentTree").objects


def likes() -> Any:
    return apps.get_model("comments", "CommentLike").objects


def revisions() -> Any:
    return apps.get_model("comments", "CommentRevision").objects


def acts() -> Any:
    return apps.get_model("comments", "Act").objects
