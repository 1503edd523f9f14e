"""Monitoring: the channels of external documents, and the log of what was looked at (4.2.3-c)."""

import django_filters
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.text import Truncator, slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import numeric
from common.views import Column, CreatePage, EditPage, ListPage
from common.views.act import ObjectActPage
from common.views.page import ObjectPage
from documents.forms.external import ChannelForm, CheckForm
from documents.models import Channel, ChannelCheck, Document

NOTHING = gettext_lazy("Nothing new")


class CheckFilter(django_filters.FilterSet):
    channel = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Channel"), queryset=Channel.objects.all()
    )

    class Meta:
        model = ChannelCheck
        fields = ["channel"]


class ChannelLog(ListPage):
    """Above, the channels with what is due; below, the log of every look at them."""

    model = ChannelCheck
    permission = "documents.view_channel"
    template_name = "documents/channels.html"
    title = gettext_lazy("Monitoring of external documents")
    filterset_class = CheckFilter
    empty_text = gettext_lazy("Nobody has looked at a channel yet.")
    add_permission = "documents.add_channel"
    add_label = gettext_lazy("New channel")
    add_url = reverse_lazy("documents:channel_add")

    @property
    def columns(self):
        return [
            Column("day", _("Day"), lambda c: numeric(c.day), sort="day", kind="date"),
            Column("channel", _("Channel"), lambda c: c.channel, sort="channel__order"),
            Column("by", _("Who looked"), lambda c: c.by, sort="by__sorted_as", kind="person"),
            Column("found", _("What was found"), self.found_words),
        ]

    def found_words(self, check) -> str:
        """Words and documents; of documents only those that this reader may know of."""
        codes = [d.code for d in check.documents.all() if d.pk in self.within_reach]
        words = [Truncator(check.found).chars(300)] if check.found else []
        return "; ".join([*words, ", ".join(codes)] if codes else words) or str(NOTHING)

    @property
    def within_reach(self) -> set[int]:
        if not hasattr(self, "_reach"):
            reach = Document.objects.visible_to(self.request.user).external()
            self._reach = set(reach.values_list("pk", flat=True))
        return self._reach

    def row_url(self, thing):
        return ""

    def get_context_data(self, **kwargs):
        user = self.request.user
        channels = [
            {
                "channel": channel,
                "due": channel.due_on,
                "is_due": channel.due_on <= localdate(),
                "is_late": channel.due_on < localdate(),
                "may_check": user.has_perm("documents.check_channel", channel),
                "may_change": user.has_perm("documents.change_channel", channel),
                "link": channel.address if "://" in channel.address else "",
            }
            for channel in Channel.objects.visible_to(user).filter(is_watched=True).for_list()
        ]
        return super().get_context_data(channels=channels, **kwargs)


class ChannelCreate(CreatePage):
    model = Channel
    form_class = ChannelForm
    permission = "documents.add_channel"
    title = gettext_lazy("New channel")

    def get_cancel_url(self):
        return reverse("documents:channels")

    def save(self, form):
        name = form.cleaned_data["name"]
        stem = slugify(str(name.get("en") or name.get("ru") or name["ky"])) or "channel"
        last = Channel.objects.order_by("-order").first()
        form.instance.order = last.order + 1 if last else 1
        form.instance.code = f"{stem[:50]}-{form.instance.order}"
        return form.save()


class ChannelEdit(EditPage):
    model = Channel
    form_class = ChannelForm
    permission = "documents.change_channel"
    title = gettext_lazy("Channel")


class ChannelChecked(ObjectPage, SingleObjectMixin, FormView):
    """“Looked, nothing new”: one click."""

    model = Channel
    permission = "documents.check_channel"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        today = self.object.checks.filter(day=localdate(), by=request.user.person, found="")
        if not today.exists():  # the same click twice is one look
            self.object.check_it(by=request.user, day=localdate())
        messages.success(request, _("Noted: %(channel)s, nothing new.") % {"channel": self.object})
        return HttpResponseRedirect(reverse("documents:channels"))


class ChannelFound(ObjectActPage):
    """What was found, in words and as documents."""

    model = Channel
    form_class = CheckForm
    permission = "documents.check_channel"
    title = gettext_lazy("What was found")
    submit_label = gettext_lazy("Note it")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def act(self, form):
        given = form.cleaned_data
        self.object.check_it(by=self.request.user, **given)
        return self.object

    def done_sentence(self):
        return _("Noted: %(channel)s.") % {"channel": self.object}
