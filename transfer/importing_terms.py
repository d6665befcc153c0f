"""An export's tags and categories. Their address is their identity: one that is here already
is used as it is."""

from django.utils.translation import gettext as _

from blog.models import Category, Tag
from transfer import wpvalues
from transfer.report import Report
from transfer.survey import CATEGORY, TAG, Survey, TermKey
from transfer.wxr_parts import Term

KINDS = {CATEGORY: "categories", TAG: "tags"}
MODELS = {CATEGORY: Category, TAG: Tag}


def import_terms(found: Survey, report: Report) -> dict[TermKey, Tag | Category]:
    here = {(taxonomy, row.slug): row for taxonomy, model in MODELS.items() for row in model.objects.all()}
    rows: dict[TermKey, Tag | Category] = {}
    new: dict[TermKey, Category] = {}
    for (taxonomy, slug), term in found.terms.items():
        name = wpvalues.one_line(term.name) or slug
        if not slug or max(len(name), len(slug)) > 200:
            report.skip(KINDS[taxonomy], _("the name is missing or too long"), slug[:40] or "?")
            continue
        key = taxonomy, slug
        if key in here:
            report.known(KINDS[taxonomy])
            rows[key] = here[key]
            continue
        description = wpvalues.plain(term.description)
        rows[key] = MODELS[taxonomy].objects.create(name=name, slug=slug, description=description)
        report.add(KINDS[taxonomy])
        if taxonomy == CATEGORY:
            new[key] = rows[key]
    for key, category in new.items():
        _put_under_parent(category, found.terms[key], rows, report)
    return rows


def _put_under_parent(category: Category, term: Term, rows: dict, report: Report) -> None:
    if not term.parent:
        return
    parent = rows.get((CATEGORY, wpvalues.slug(term.parent)))
    above = parent
    while above and above != category:
        above = above.parent
    if parent is None or above == category:
        report.change(
            KINDS[CATEGORY], _("what it stands under is missing, or stands under it"), category.slug
        )
        return
    category.parent = parent
    category.save()
