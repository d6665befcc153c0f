"""Cross-site requests are refused by the browser's own word, so pages carry no token."""

from modern_csrf.middleware import ModernCsrfViewMiddleware


class RefuseCrossSite(ModernCsrfViewMiddleware):
    pass
