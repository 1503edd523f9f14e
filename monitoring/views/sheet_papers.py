"""A member's scoring sheet on paper and as Excel (agency 6): rows of people, columns of points."""

import io
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from common.models import deed, record
from common.printing import show
from common.views.outgoing import EXCEL, dress
from common.views.paper import print_job
from monitoring.sheet_paper import sheet_pdf, table_of

from .sheet import SheetObject

AT_ONCE = 150  # people: more are set by the worker


class SheetOut(SheetObject, SingleObjectMixin, View):
    """A sheet leaves the screen: who took it out is on record."""

    permission = "monitoring.view_sheet"
    title = gettext_lazy("Scoring sheet")

    def say(self, form: str, rows: int) -> None:
        user = self.request.user
        with deed(by=user):
            record(None, "export", by=user, register=self.request.path, form=form, rows=rows)

    def name(self, ending: str) -> str:
        called = _("Scoring sheet")
        words = f"{called}_{self.object.member}_{localdate():%Y-%m-%d}.{ending}"
        return words.replace(" ", "_").replace("/", "-")


class SheetPaper(SheetOut):
    """The sheet as it is signed: heads on every page, a line for the hand at the end."""

    def get(self, request, *args, **kwargs):
        count = self.object.campaign.participants.scored().count()
        if count > AT_ONCE and not getattr(request, "at_once", False):
            return print_job(request, self.get_title())
        data = sheet_pdf(self.object, request.user)
        self.say("pdf", count)
        return show(data, self.name("pdf"))


class SheetExcel(SheetOut):
    """The same as a table."""

    def get(self, request, *args, **kwargs):
        from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here

        heads, rows = table_of(self.object, request.user)
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Scoring sheet")[:31])
        dress(sheet, heads, rows[:50])
        for row in rows:
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        self.say("xlsx", len(rows))
        response = HttpResponse(out.getvalue(), content_type=EXCEL)
        name = quote(self.name("xlsx"))
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response
