from django.urls import path

from blog.urls import POST
from comments import feeds
from comments.views import (
    beginning,
    branches,
    editing,
    following,
    letters,
    liking,
    log,
    muting,
    news,
    permalink,
    posting,
    previewing,
    reporting,
    signing_in,
)

app_name = "comments"


def below(post: str) -> list:
    """What stands below the address of a post or page."""
    return [
        path(f"{post}feed/", feeds.post_feed, name="post_feed"),
        path(f"{post}feed/atom/", feeds.post_atom, name="post_atom"),
        path(f"{post}comments/follow/", following.follow, name="follow"),
        path(f"{post}comments/<int:pk>/feed/", feeds.branch_atom, name="branch_atom"),
        path(f"{post}comments/", posting.post, name="post"),
        path(f"{post}comments/preview/", previewing.preview, name="preview"),
        path(f"{post}comments/new/", news.news, name="news"),
        path(f"{post}comments/began/", beginning.began, name="began"),
        path(f"{post}comments/seen/", news.seen, name="seen"),
        path(f"{post}comments/<int:pk>/", branches.branch, name="branch"),
        path(f"{post}comments/<int:pk>/on/", branches.on, name="on"),
        path(f"{post}comments/<int:pk>/more/", branches.more, name="more"),
        path(f"{post}comments/connect/<slug:provider>/", signing_in.connect, name="connect"),
        path(f"{post}comments/logout/", signing_in.logout, name="logout"),
        path(f"{post}comments/connected/", signing_in.connected, name="connected"),
        path(f"{post}comments/form/", signing_in.form, name="form"),
    ]


urlpatterns = [
    path("comments/feed/", feeds.comments_feed, name="feed"),
    path("comments/<int:pk>/", permalink.permalink, name="permalink"),
    path("comments/<int:pk>/like/", liking.like, name="like"),
    path("comments/<int:pk>/edit/", editing.edit, name="edit"),
    path("comments/<int:pk>/edit/connect/<slug:provider>/", editing.connect, name="connect_to_edit"),
    path("comments/<int:pk>/withdraw/", editing.withdraw, name="withdraw"),
    path("comments/<int:pk>/report/", reporting.report_comment, name="report"),
    path("comments/<int:pk>/mute/", muting.mute, name="mute"),
    path("comments/muted/", muting.muted, name="muted"),
    path("comments/follow/confirm/<str:token>/", following.confirm, name="confirm_follow"),
    path("comments/follow/<str:token>/", following.settings, name="follow_settings"),
    path("comments/follow/<str:token>/stop/", following.stop, name="stop_following"),
    path("comments/follow/<str:token>/all/", following.all_follows, name="all_follows"),
    path("comments/judge/<str:token>/", letters.judge, name="judge_by_letter"),
    path("comments/judge/<str:token>/undo/", letters.undo, name="undo_by_letter"),
    path("comments/letters/", letters.own_letters, name="own_letters"),
    path("comments/letters/<str:token>/", letters.letter_settings, name="letter_settings"),
    path("comments/letters/<str:token>/stop/", letters.stop_letters, name="stop_letters"),
    path("moderation-log/", log.log, name="log"),
    *below(f"{POST}/"),
    *below("<str:slug>/"),
]
