"""Conversations as Atom feeds: each comment says which one it answers (RFC 4685)."""

from datetime import datetime

from django.utils.feedgenerator import Atom1Feed

from blog.feeds import absolute, full_addresses, writable
from blog.models import Post
from comments.models import Comment

THREADING = "http://purl.org/syndication/thread/1.0"


class ConversationFeed(Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:thr": THREADING}

    def latest_post_date(self) -> datetime:
        # Django's would be the time of asking when there are no comments: other bytes each time.
        return max((item["updateddate"] for item in self.items), default=self.feed["since"])

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        answered = {"ref": item["ref"], "href": item["href"], "type": "text/html"}
        handler.addQuickElement("thr:in-reply-to", "", answered)

    def add_comment(self, comment: Comment, post: Post, title: str) -> None:
        """Its permanent address is its name, wherever it is moved to."""
        address, page = absolute(comment.get_absolute_url()), absolute(post.get_absolute_url())
        answered = absolute(Comment(pk=comment.parent_id).get_absolute_url()) if comment.parent_id else page
        self.add_item(
            title=writable(title),
            link=address,
            description=None,
            unique_id=address,
            author_name=writable(comment.name),
            pubdate=comment.created_at,
            updateddate=comment.edited_at or comment.created_at,
            content=writable(full_addresses(comment.body_html, page)),
            ref=answered,
            href=answered,
        )
