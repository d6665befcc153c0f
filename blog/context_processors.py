from django.http import HttpRequest

from blog.models import Blog


def blog(request: HttpRequest) -> dict[str, object]:
    return {"blog": Blog.current()}
