"""The blog's rules and the pace of a conversation: who changed what of them, and the way back."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from accounts.models import User
from comments.models import Act, Discussion, Pause

Settings = Discussion | Pause
VERBS = {Discussion: Act.Verb.RULES, Pause: Act.Verb.PAUSE}
# What is written down: all that a form asks.
FIELDS = {
    Discussion: [field.name for field in Discussion._meta.concrete_fields if not field.primary_key],
    Pause: ["slow_seconds", "is_frozen", "why"],
}


def settle(settings: Settings, *, by: User | None) -> None:
    """Save them, and write down what is different."""
    model = type(settings)
    with transaction.atomic():
        kept = model.objects.select_for_update().filter(pk=settings.pk).first() or model()  # type: ignore[attr-defined]
        before, after = _values(kept), _values(settings)
        settings.save()
        changed = [name for name in after if before[name] != after[name]]
        if changed:
            Act.objects.create(
                by=by,
                verb=VERBS[model],
                post=settings.post if isinstance(settings, Pause) else None,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )


def unsettle(act: Act, *, by: User | None, batch: uuid.UUID) -> bool:
    """Put back what this act changed; False when somebody changed it again since."""
    with transaction.atomic():
        there = Discussion.objects if act.verb == Act.Verb.RULES else Pause.objects.filter(post=act.post_id)
        settings = there.select_for_update().first()
        now = _values(settings) if settings else {}
        as_it_left = all(now.get(name) == value for name, value in act.after.items())
        if settings is None or not as_it_left or Act.objects.filter(undoes=act).exists():
            return False
        for name, value in act.before.items():
            setattr(settings, name, value)
        settings.save()
        Act.objects.create(
            by=by,
            verb=Act.Verb.UNDO,
            batch=batch,
            post=act.post,
            before=act.after,
            after=act.before,
            undoes=act,
        )
    return True


def _values(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in FIELDS[type(settings)]}
