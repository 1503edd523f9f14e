"""My calendar address, and the calendar that it opens."""

import hashlib
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.views import Page
from planning import feed as feeds
from planning.models import CalendarFeed

SELDOM = timedelta(hours=1)  # how often it is noted that a calendar asked


class CalendarAddress(Page, TemplateView):
    """The address of my own calendar: to copy, to make anew, to stop."""

    permission = "planning.own_feed"
    template_name = "planning/feed.html"
    title = gettext_lazy("Calendar address")

    @property
    def feed(self) -> CalendarFeed | None:
        return CalendarFeed.objects.visible_to(self.request.user).exclude(token=None).first()

    def get_context_data(self, **kwargs):
        feed = self.feed
        if feed:
            address = urljoin(settings.PUBLIC_BASE_URL, feed.address)
            kwargs |= {
                "feed": feed,
                "address": address,
                "subscribe": urlsplit(address)._replace(scheme="webcal").geturl(),
            }
        return super().get_context_data(**kwargs)

    def post(self, request):
        """Make an address, a new one, or stop."""
        if "stop" not in request.POST:
            CalendarFeed.make(by=request.user)
            messages.success(request, _("The address is made: copy it into your calendar."))
        elif feed := self.feed:
            feed.stop(by=request.user)
            messages.success(request, _("Stopped: the address opens nothing any more."))
        return HttpResponseRedirect(request.path)


@method_decorator(login_not_required, name="dispatch")
class CalendarFeedFile(View):
    """The calendar of an address, for a program that asks again and again."""

    http_method_names = ["get", "head"]

    def get(self, request, token):
        feed = CalendarFeed.of_token(token)
        if feed is None:
            raise Http404
        user = feed.reader
        if user is None:  # left, or blocked: nothing is told, and the program need not ask again
            return HttpResponse(status=410, content_type="text/plain")
        now = timezone.now()
        body = feeds.ics(feed, user)
        if feed.read_at is None or now - feed.read_at > SELDOM:
            feed.read_at = now
            feed.save(update_fields=["read_at"])
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["ETag"] = tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        response["Content-Disposition"] = 'inline; filename="sapat.ics"'
        return get_conditional_response(request, etag=tag, response=response)
