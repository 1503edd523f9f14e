"""Apps, the way of a request, templates."""

from .core import BASE_DIR
from .logs import METRICS_TOKEN

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "rules",
    "django_filters",
    "django_htmx",
    "simple_history",
    "common",
    "people",
    "documents",
    "planning",
    "audits",
    "monitoring",
    "accreditation",
    "qms",
]

MIDDLEWARE = [
    "common.gate.GateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.HalfRestoredMiddleware",
    "common.middleware.CleanAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "common.middleware.LanguageMiddleware",
    "qms.start.GuideMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "common.gate.LimitMiddleware",
    "people.middleware.SessionsMiddleware",
    "common.offline.OfflineMiddleware",
    "people.guest_door.GuestMiddleware",
    "common.middleware.TroubleMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
if METRICS_TOKEN:
    MIDDLEWARE.insert(1, "qms.metrics.MetricsMiddleware")

ROOT_URLCONF = "qms.urls"
WSGI_APPLICATION = "qms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "qms.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "common.forms.SapatRenderer"
