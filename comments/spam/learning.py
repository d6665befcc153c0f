"""Learning from moderators' verdicts, and from nothing else: what the filter itself held or let
through teaches it nothing, or it would only grow surer of its mistakes.

A training counts anew, so what was taken back, erased or edited is simply not there any more;
it can run twice or be killed half-way, and the version in use changes at its end alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from blog import rendering
from comments.models import Comment, Fingerprint, SpamWord, Training, Verdict, Weighing
from comments.spam import bayes, classifying, looks
from comments.spam.bayes import Seen
from comments.spam.features import features
from comments.spam.parts import Parts
from comments.spam.points import HOLD_FROM

# The newest of each kind: the trade changes its words each year, and counting stays short.
MOST_VERDICTS = 5000
MOST_WORDS = 200_000
LEAST_SEEN = 2  # a word of one comment foretells nothing
SCRIPTS_OF = 1000  # comments whose script is looked at
VERSIONS_KEPT = 3
PORTION = 2000
TESTED = 5  # one verdict in five, the newest, tells how good the others are
FORGOTTEN = (Comment.Status.ERASED, Comment.Status.WITHDRAWN)


class Said(NamedTuple):
    is_spam: bool
    features: tuple[str, ...]


def judged(comments: Iterable[Comment]) -> None:
    """A moderator has just given them the status they have, or taken another one back."""
    by_status = defaultdict(list)
    for comment in comments:
        by_status[comment.status].append(comment)
    learn(by_status.pop(Comment.Status.SPAM, []), is_spam=True)
    learn(by_status.pop(Comment.Status.APPROVED, []), is_spam=False)
    unlearn(comment for rest in by_status.values() for comment in rest)


def learn(comments: Iterable[Comment], *, is_spam: bool) -> None:
    """A moderator decided so. The last word on a comment is the one that counts."""
    from comments.spam.tasks import train_soon

    if remember_verdicts(comments, is_spam=is_spam):
        train_soon()


def remember_verdicts(comments: Iterable[Comment], *, is_spam: bool) -> int:
    """How many they were; a training is yet to come."""
    rows = [
        Verdict(
            comment=comment,
            is_spam=is_spam,
            given_at=timezone.now(),
            features="\n".join(features(Parts.of(comment))),
        )
        for comment in comments
    ]
    if rows:
        Verdict.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["comment"],
            update_fields=["is_spam", "given_at", "features"],
            batch_size=200,
        )
    return len(rows)


def unlearn(comments: Iterable[Comment]) -> None:
    """The verdict was taken back, or the words were."""
    from comments.spam.tasks import train_soon

    if Verdict.objects.filter(comment__in=[comment.pk for comment in comments]).delete()[0]:
        train_soon()


def forget(comments: Iterable[Comment]) -> None:
    """All that the filter knows of them: their words are not ours any more."""
    given = list(comments)
    unlearn(given)
    Fingerprint.objects.filter(comment__in=given).delete()
    Weighing.objects.filter(comment__in=given).delete()


def train() -> Training:
    """The version made of what is known now; the one in use, if nothing is new."""
    _forget()
    last = Training.objects.current().first()
    keys, digest = _newest(last)
    if last and last.digest == digest:
        return last
    said = list(_unlike(keys))
    training = Training.objects.create(since=last.since if last else None, digest=digest)
    training.figures = _figures(said)
    words, of = _count(said)
    training.spam, training.good = of
    training.save(update_fields=["figures", "spam", "good"])
    _write(training, words, of)
    if not training.replace(last):
        training.delete()
        return _overtaken(last)
    older = Training.objects.filter(used_at__lt=training.used_at).order_by("-used_at")
    kept = older.values_list("pk", flat=True)[: VERSIONS_KEPT - 1]
    Training.objects.filter(pk__lt=training.pk).exclude(pk__in=[training.pk, *kept]).delete()
    return training


def _overtaken(last: Training | None) -> Training:
    """Somebody forgot all that was learnt, or went back to an earlier version, while it was
    counted: that stands. After a training that was quicker, what is newer is learnt."""
    now = Training.objects.current().get()
    is_quicker = now.digest and (last is None or now.pk > last.pk)
    return train() if is_quicker else now


def _forget() -> None:
    """What its writer took back, and what was good and is deleted: those words were theirs."""
    Verdict.objects.filter(comment__status__in=FORGOTTEN).delete()
    Verdict.objects.filter(comment=None, is_spam=False).delete()


def _newest(last: Training | None) -> tuple[list[int], str]:
    """Keys in the order of verdicts, and what tells this choice from any other."""
    found: list[tuple] = []
    for is_spam in (False, True):
        verdicts = Verdict.objects.filter(is_spam=is_spam)
        if last and last.since:
            verdicts = verdicts.filter(given_at__gt=last.since)
        newest = verdicts.order_by("-given_at", "-pk")[:MOST_VERDICTS]
        found += newest.values_list("given_at", "pk", "is_spam")
    found.sort()
    since = last.since if last else None
    return [pk for _at, pk, _is_spam in found], hashlib.sha256(repr((since, found)).encode()).hexdigest()


def _unlike(keys: Sequence[int]) -> Iterator[Said]:
    """In order; the same features once, so that no flood outshouts the rest."""
    seen = set()
    for start in range(0, len(keys), PORTION):
        rows = Verdict.objects.in_bulk(keys[start : start + PORTION])
        for row in (rows[key] for key in keys[start : start + PORTION] if key in rows):
            one = row.is_spam, hashlib.sha256(row.features.encode()).digest()
            if one not in seen:
                seen.add(one)
                yield Said(row.is_spam, tuple(row.features.splitlines()))


def _count(said: Iterable[Said]) -> tuple[dict[str, Seen], Seen]:
    spam: Counter[str] = Counter()
    good: Counter[str] = Counter()
    number: Counter[bool] = Counter()
    for one in said:
        number[one.is_spam] += 1
        (spam if one.is_spam else good).update(one.features)
    often = Counter({word: n for word, n in (spam + good).items() if n >= LEAST_SEEN})
    words = {word: Seen(spam[word], good[word]) for word, _n in often.most_common(MOST_WORDS)}
    return words, Seen(number[True], number[False])


def _figures(said: Sequence[Said]) -> dict[str, int]:
    """How many of the newest verdicts the older ones foretold."""
    border = len(said) - len(said) // TESTED
    words, of = _count(said[:border])
    if min(of) < classifying.LEAST_VERDICTS:
        return {}
    figures = dict.fromkeys(["spam", "caught", "good", "wrong"], 0)
    for one in said[border:]:
        known = {word: words[word] for word in one.features if word in words}
        held = classifying.weight_of(bayes.likelihood(known, of)) >= HOLD_FROM
        figures["spam" if one.is_spam else "good"] += 1
        figures["caught" if one.is_spam else "wrong"] += int(held)
    return figures


def _scripts() -> Counter[str]:
    """What people write in here, by the newest that anybody may read."""
    newest = Comment.objects.filter(status=Comment.Status.APPROVED).order_by("-created_at")
    scripts: Counter[str] = Counter()
    for html in newest.values_list("body_html", flat=True)[:SCRIPTS_OF]:
        if script := looks.script_of(rendering.plain_text(html)):
            scripts[classifying.SCRIPTS + script] += 1
            scripts[classifying.SCRIPTS] += 1
    return scripts


def _write(training: Training, words: dict[str, Seen], of: Seen) -> None:
    rows = [SpamWord(training=training, word=word, spam=n.spam, good=n.good) for word, n in words.items()]
    rows.append(SpamWord(training=training, word=classifying.ALL, spam=of.spam, good=of.good))
    rows += [SpamWord(training=training, word=word, good=n) for word, n in _scripts().items()]
    for start in range(0, len(rows), PORTION):
        # In portions: readers who write a comment do not wait for all of it.
        with transaction.atomic():
            SpamWord.objects.bulk_create(rows[start : start + PORTION])
