from blog.models.blog import Blog
from blog.models.like import Like
from blog.models.picture import Picture
from blog.models.post import Post, PostQuerySet
from blog.models.terms import Category, Tag

__all__ = ["Blog", "Category", "Like", "Picture", "Post", "PostQuerySet", "Tag"]
