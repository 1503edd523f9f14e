"""The public pages: what the organisation tells everyone without signing in (004/5.3, 5.5.1).

They know no reader, so they may be kept by browsers and asked anew by their tag; what comes into
force stands here at that moment.
"""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.dates import in_one_line, long_date
from common.templatetags.ui import LANGUAGE_LABELS
from common.views import Fact
from common.views.files import serve
from documents import public
from documents.pdf import frozen_paper, signed_title
from documents.views.verification import approvals
from people.models import Organisation
from people.models.structure import organisation_structure
from people.names import show_phone

PER_PAGE = 50


@method_decorator(login_not_required, name="dispatch")
class PublicPage(TemplateView):
    """A page for everyone: in the language of ``?lang=``, which is remembered."""

    title = ""
    http_method_names = ["get", "head"]
    status = 200

    def dispatch(self, request, *args, **kwargs):
        chosen = request.GET.get("lang", "")
        if chosen not in dict(settings.LANGUAGES):
            chosen = ""
        language = chosen or request.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = super().dispatch(request, *args, **kwargs)
        if request.method.lower() not in self.http_method_names:
            return response
        response.status_code = self.status
        response.render()
        response["Content-Language"] = language
        if chosen and chosen != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            self._remember(response, chosen)
        if chosen or request.user.is_authenticated or self.status != 200:
            response["Cache-Control"] = "private, no-cache"
        else:
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=response)

    @staticmethod
    def _remember(response, language: str) -> None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def get_title(self) -> str:
        return str(self.title)

    def get_context_data(self, **kwargs):
        now = translation.get_language()
        names = [(code, LANGUAGE_LABELS.get(code, code)) for code, _name in settings.LANGUAGES]
        context = {
            "title": self.get_title(),
            "tongues": [{"code": c, "label": label, "now": c == now} for c, label in names],
        }
        return super().get_context_data(**context | kwargs)


class PublicHome(PublicPage):
    """The organisation: who it is, and what can be looked up here."""

    template_name = "public/home.html"

    def get_title(self):
        return str(Organisation.current())

    def get_context_data(self, **kwargs):
        ours = Organisation.current()
        facts = [
            Fact(_("Registration"), ours.registration),
            Fact(_("Address"), ours.address),
            Fact(_("Phone"), show_phone(ours.phone) if ours.phone else ""),
            Fact(_("E-mail"), ours.email, f"mailto:{ours.email}"),
            Fact(_("Site"), ours.site.removeprefix("https://"), ours.site),
        ]
        return super().get_context_data(
            facts=[fact for fact in facts if fact.value],
            policies=list(public.policies()[:3]),
            count=public.shown().count(),
            **kwargs,
        )


class PublicDocument(PublicPage):
    """One public document in force, or superseded and marked as such."""

    template_name = "public/document.html"

    def get_version(self):
        version = public.by_token(self.kwargs["token"])
        if version is None:
            raise Http404
        return version

    def get(self, request, *args, **kwargs):
        self.version = self.get_version()
        self.is_gone = self.version is None or self.version.state == "withdrawn"
        if self.is_gone:
            self.template_name = "public/gone.html"
            self.status = 404 if self.version else 200
        return super().get(request, *args, **kwargs)

    def get_title(self):
        if self.is_gone:
            return _("This document is not in force")
        return str(signed_title(self.version))

    def get_context_data(self, **kwargs):
        if self.is_gone:
            return super().get_context_data(**kwargs)
        return super().get_context_data(**self.shown(self.version) | kwargs)

    def shown(self, version) -> dict:
        language = translation.get_language()
        text, ended = version.text_in(language), version.state != "in_force"
        whole = public.is_whole(version)
        current = version.document.version_in_force() if ended else None
        return {
            "version": version,
            "text": text if whole else None,
            "whole": whole,
            "ended": ended,
            "current": current,
            "facts": self.facts(version),
            "languages": [
                {
                    "code": one.language,
                    "name": one.get_language_display(),
                    "original": one.is_original,
                    "current": one == text,
                    "url": f"?lang={one.language}",
                }
                for one in version.texts_that_count()
            ],
            "paper_url": self.paper_url(version, text) if whole and not ended else "",
            "earlier": [one for one in public.earlier(version.document) if one != version],
        }

    @staticmethod
    def paper_url(version, text) -> str:
        """The frozen paper in the language shown, once it is made."""
        if text is None or frozen_paper(version, text.language) is None:
            return ""
        return reverse("public_paper", args=[version.token, text.language])

    @staticmethod
    def facts(version) -> list[Fact]:
        ended, until = version.ended_on, version.valid_until
        facts = [
            Fact(_("Issue, change"), f"{version.issue}/{version.change}"),
            Fact(_("In force since"), in_one_line(long_date(version.in_force_from))),
            Fact(_("Not in force since"), in_one_line(long_date(ended)) if ended else ""),
            Fact(_("Valid until"), in_one_line(long_date(until)) if until and not ended else ""),
            *approvals(version, translation.get_language()),
        ]
        return [fact for fact in facts if fact.value]


class PublicPolicy(PublicDocument):
    """The quality policy in force, with the earlier ones under it (004/5.3)."""

    def get_version(self):
        self.others = list(public.policies())
        return self.others.pop(0) if self.others else None

    def get_title(self):
        return super().get_title() if self.version else _("Quality policy")

    def get_context_data(self, **kwargs):
        return super().get_context_data(others=self.others, is_policy=True, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class PublicPaper(View):
    """The frozen paper of what is public and in force, as it was sealed."""

    http_method_names = ["get", "head"]

    def get(self, request, token, language):
        version = public.by_token(token)
        if version is None or version.state != "in_force" or not public.is_whole(version):
            raise Http404
        paper = frozen_paper(version, language)
        if paper is None:
            raise Http404
        return serve(paper, inline=True)


class PublicDocuments(PublicPage):
    """All public documents in force."""

    template_name = "public/documents.html"
    title = gettext_lazy("Documents in force")

    def get_context_data(self, **kwargs):
        pages = Paginator(public.shown(), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        links = [
            {"number": n, "url": f"?page={n}", "current": n == page.number}
            for n in pages.page_range
        ]
        return super().get_context_data(page_obj=page, page_links=links, **kwargs)


class PublicStructure(PublicPage):
    """The units of the organisation and the positions that head them (004/5.5.1).

    The names of who holds them are personal data: shown only where the profile says so.
    """

    template_name = "public/structure.html"
    title = gettext_lazy("Organisation structure")

    def get_context_data(self, **kwargs):
        names = Organisation.current().switches.get("public_head_names") is True
        return super().get_context_data(
            branches=organisation_structure(), show_names=names, **kwargs
        )
