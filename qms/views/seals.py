"""The seals of the journal: how the chain stood on each day, and the sheet to sign by hand."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.dates import date_and_time, numeric
from common.marks import copy_hash
from common.models import Attachment, Seal
from common.nightly import seal_now
from common.tasks import soon
from common.views import Column, DetailPage, Fact, ListPage, Page, Tab


class Seals(ListPage):
    """Every seal of the journal."""

    model = Seal
    permission = "common.view_journal"
    template_name = "seals.html"
    title = gettext_lazy("Seals of the journal")
    lead = gettext_lazy(
        "Each night the length of the journal and its last hash leave the database: whoever "
        "rewrites the journal is found by them."
    )
    empty_text = gettext_lazy("The journal was not sealed yet.")
    columns = [
        Column("number", gettext_lazy("No."), lambda s: s.number, sort="number", kind="code"),
        Column(
            "made",
            gettext_lazy("Made"),
            lambda s: date_and_time(s.made_at),
            sort="made_at",
            kind="date",
        ),
        Column("count", gettext_lazy("Rows"), lambda s: s.count, kind="number"),
        Column(
            "hash", gettext_lazy("Hash of the last row"), lambda s: " ".join(s.grouped_hash[:3])
        ),
        Column("file", gettext_lazy("File"), lambda s: s.file_name),
    ]

    def search_rows(self, rows, words):
        return rows.filter(file_name__contains=words) | rows.filter(hash__startswith=words)


class SealDetail(DetailPage):
    """One seal: what it says, its file, its sheet."""

    model = Seal
    permission = "common.view_journal"

    def facts(self):
        seal = self.object
        return [
            Fact(_("Day"), numeric(seal.day)),
            Fact(_("Made"), date_and_time(seal.made_at)),
            Fact(_("Rows"), seal.count),
            Fact(_("Hash of the last row"), " ".join(seal.grouped_hash)),
            Fact(_("File"), seal.file_name),
            Fact(_("Hash of the file"), copy_hash(seal.sha256)),
            Fact(_("The seal before it"), seal.previous and copy_hash(seal.previous)),
        ]

    def tabs(self):
        return [Tab("sheet", _("Sheet"), "components/tab_files.html")]

    def tab_context(self, slug):
        sheets = Attachment.objects.of(self.object)
        return {
            "files": [
                {"name": file.name, "url": file.get_absolute_url(), "size": file.blob.size}
                for file in sheets
            ]
        }


class SealNow(Page, View):
    """Seal the journal as it stands now, in the background."""

    permission = "common.view_journal"
    http_method_names = ["post"]

    def post(self, request):
        soon(seal_now)
        messages.success(request, _("The journal is being sealed in the background."))
        return HttpResponseRedirect(reverse("seals"))
