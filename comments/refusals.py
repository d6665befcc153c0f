"""Why a comment is not taken. Each knows its HTTP status and one sentence for its writer,
whose words are kept in every case."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Refusal(Exception):
    status = 403
    sentence = ""


class Closed(Refusal):
    @property
    def sentence(self) -> str:
        return _("Comments are closed here. Your words are still below, so that you can take them with you.")


class Frozen(Closed):
    """For now; the page says why."""

    @property
    def sentence(self) -> str:
        return _(
            "This conversation is frozen for now. Your words are still below, so that you can take them"
            " with you."
        )


class MembersOnly(Refusal):
    @property
    def sentence(self) -> str:
        return _("Only people who are signed in can comment here. Your words come along when you sign in.")


class Banned(Refusal):
    @property
    def sentence(self) -> str:
        return _("This blog takes no comments from you. Your words are below, so that you can keep them.")


class Silenced(Refusal):
    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until

    @property
    def sentence(self) -> str:
        return _(
            "You can comment here again from %(when)s. Your words are below, so that you can keep them."
        ) % {"when": formats.date_format(timezone.localtime(self.until), "DATETIME_FORMAT")}


class ParentGone(Refusal):
    # The same for a comment that is hidden and for one that never was.
    status = 404

    @property
    def sentence(self) -> str:
        return _("The comment you are answering is not there. You can post your words to the thread instead.")


class StrangeSpeaker(Refusal):
    """`as` names nobody of this session: invented, or signed out in another tab meanwhile."""

    @property
    def sentence(self) -> str:
        return _("That account is no longer connected here. Please choose again who speaks.")


class Duplicate(Refusal):
    status = 409

    def __init__(self, first):
        super().__init__(first.pk)
        self.first = first

    @property
    def sentence(self) -> str:
        return _("You have already said that here.")


class AnsweredMeanwhile(Refusal):
    """Others answered the same comment since this page was made: read them first, once."""

    status = 409

    def __init__(self, replies, version: int):
        super().__init__(version)
        self.replies = replies
        # The version of the post that its writer has seen with these.
        self.version = version

    @property
    def sentence(self) -> str:
        return ngettext(
            "While you wrote, somebody else answered the same comment. Your words are not posted yet:"
            " change them if you like, and post them.",
            "While you wrote, others answered the same comment. Your words are not posted yet:"
            " change them if you like, and post them.",
            len(self.replies),
        )


class TooFast(Refusal):
    status = 429

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def sentence(self) -> str:
        return ngettext(
            "That was quick. You can post again in %(seconds)d second.",
            "That was quick. You can post again in %(seconds)d seconds.",
            self.seconds,
        ) % {"seconds": self.seconds}


class SlowMode(TooFast):
    """Of this conversation, whose page says so."""

    @property
    def sentence(self) -> str:
        if self.seconds > 90:
            minutes = -(-timedelta(seconds=self.seconds) // timedelta(minutes=1))
            return ngettext(
                "This conversation is in slow mode. You can post again in %(minutes)d minute.",
                "This conversation is in slow mode. You can post again in %(minutes)d minutes.",
                minutes,
            ) % {"minutes": minutes}
        return ngettext(
            "This conversation is in slow mode. You can post again in %(seconds)d second.",
            "This conversation is in slow mode. You can post again in %(seconds)d seconds.",
            self.seconds,
        ) % {"seconds": self.seconds}


class TooLong(Refusal):
    status = 422

    @property
    def sentence(self) -> str:
        return _("That is too long to keep while you sign in. Please shorten it first.")


class Settled(Refusal):
    """`fact` is for whoever brings no words."""

    @property
    def fact(self) -> str:
        return _("The time to change this comment is over.")

    @property
    def sentence(self) -> str:
        advice = _("Your words are below: copy them, and post them as a reply if you like.")
        return f"{self.fact} {advice}"


class Removed(Settled):
    """By a moderator, or by its writer in another tab."""

    @property
    def fact(self) -> str:
        return _("This comment is not here any more.")
