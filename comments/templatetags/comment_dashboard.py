from django import template

from comments.dashboard import Dashboard, dashboard

register = template.Library()


@register.simple_tag
def comments_dashboard() -> Dashboard:
    return dashboard()
