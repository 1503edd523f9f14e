"""What a browser is told, and the transport."""

from csp.constants import NONE, SELF

from .core import PRODUCTION, env

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Behind a proxy the address of a caller is the proxy's word, not the neighbour's.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Requests from one address to what is open to all. A whole agency may sit behind one address.
LIMITS: dict[str, tuple[set[str], int, int]] = {  # page: methods, times, in so many seconds
    "sign_in": ({"POST"}, 60, 60),
    "check_paper": ({"GET", "POST"}, 60, 60),
    "verify": ({"GET", "POST"}, 120, 60),
    "calendar_feed": ({"GET", "HEAD"}, 120, 60),
    **dict.fromkeys(
        (
            *("public_home", "public_policy", "public_structure"),
            *("public_documents", "public_document", "public_paper"),
        ),
        ({"GET", "HEAD"}, 120, 60),
    ),
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Whoever watches asks from the machine itself, without the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
