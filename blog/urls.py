from django.urls import path, register_converter

from blog import converters, feeds
from blog.views import liking, lists, machines, media, reading, search

register_converter(converters.Year, "year")
register_converter(converters.TwoDigits, "two")
register_converter(converters.PageNumber, "number")
register_converter(converters.Word, "word")

app_name = "blog"

DAY = "<year:year>/<two:month>/<two:day>"
POST = f"{DAY}/<word:slug>"


def paged(route: str, view, name: str) -> list:
    """A list: its first page at its own address, the others below."""
    return [path(route, view, name=name), path(f"{route}page/<number:number>/", view, name=f"{name}_page")]


urlpatterns = [
    *paged("", lists.home, "home"),
    path("feed/", feeds.posts, name="feed"),
    path("feed/json/", feeds.posts_json, name="feed_json"),
    path("search/", search.search, name="search"),
    path("tag/<word:slug>/feed/", feeds.tag, name="tag_feed"),
    *paged("tag/<word:slug>/", lists.tag, "tag"),
    *paged("category/<word:slug>/", lists.category, "category"),
    *paged("author/<word:username>/", lists.author, "author"),
    path("media/<path:path>", media.media, name="media"),
    path("wp-content/uploads/<path:path>", media.upload, name="upload"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    *paged("<year:year>/", lists.year, "year"),
    *paged("<year:year>/<two:month>/", lists.month, "month"),
    *paged(f"{DAY}/", lists.day, "day"),
    path(f"{POST}/", reading.post, name="post"),
    path(f"{POST}/comment-page-<number:comments_page>/", reading.post, name="post_comment_page"),
    path(f"{POST}/like/", liking.like, name="like"),
    path("<word:slug>/", reading.page, name="page"),
]
