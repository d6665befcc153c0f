"""Versions of pages: what else changes them besides saving a post.

Whoever writes raises the version in the same transaction, so a page made from the old
words is never found again under the new version.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import picture_changed
from blog.models import Blog, Category, Like, Picture, Post, Tag

# What pages show of a person.
SHOWN = ["username", "first_name", "last_name", "display_name", "bio"]


@receiver(post_delete, sender=Post)
@receiver(post_delete, sender=Tag)
@receiver(post_delete, sender=Category)
@receiver(post_delete, sender=Picture)
def gone(**kwargs) -> None:
    Blog.touch()


@receiver(m2m_changed, sender=Post.tags.through)
@receiver(m2m_changed, sender=Post.categories.through)
def filed_elsewhere(action: str, **kwargs) -> None:
    if action.startswith("post_"):
        Blog.touch()


@receiver(post_delete, sender=Like)
def no_longer_liked(instance: Like, **kwargs) -> None:
    """People who leave take their likes along."""
    Post.objects.filter(pk=instance.post_id).count_likes()


@receiver(pre_save, sender=User)
def remember_old_name(instance: User, update_fields=None, **kwargs) -> None:
    may_change = update_fields is None or set(SHOWN) & set(update_fields)
    known = may_change and not instance._state.adding
    instance.shown_before = User.objects.filter(pk=instance.pk).values(*SHOWN).first() if known else None


@receiver(post_save, sender=User)
def renamed(instance: User, **kwargs) -> None:
    before = instance.shown_before
    if before and any(before[name] != getattr(instance, name) for name in SHOWN):
        shown_anew(instance)


@receiver(picture_changed)
def shown_anew(user: User, **kwargs) -> None:
    """Authors stand on every page; those who like a post stand on that post's."""
    if user.posts.exists():
        Blog.touch()
    else:
        Post.objects.filter(likes__user=user).touch()
