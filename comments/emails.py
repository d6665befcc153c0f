from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact


def has_email(email: str) -> Q:
    """However it is capitalised; said as the index says it, which `iexact` does not on SQLite."""
    return Q(Exact(Upper("email"), Upper(Value(email))))


def masked(email: str) -> str:
    """For pages that a link alone opens: enough for its owner to know it."""
    local, _at, host = email.rpartition("@")
    return f"{local[:1]}…@{host}"
