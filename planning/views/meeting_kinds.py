"""Kinds of meetings: who sits, by which rules; members by name are set here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import deeds
from common.models import JournalEntry, TranslatedText
from common.reach import address
from common.views import Column, DetailPage, EditPage, Fact, ListPage, Tab
from planning.forms.meeting_kind import KindForm
from planning.models import MeetingKind
from planning.words_meetings import tags_in_words


class KindList(ListPage):
    """Which meetings this organisation holds."""

    model = MeetingKind
    permission = "planning.view_meetingkind"
    title = gettext_lazy("Kinds of meetings")
    lead = gettext_lazy("Which meetings are held, who sits in them, by which rules they vote.")
    empty_text = gettext_lazy("No kind of meetings is set up yet.")
    columns = [
        Column("name", gettext_lazy("Kind"), lambda k: k.name),
        Column("body", gettext_lazy("Body"), lambda k: k.body or ""),
        Column("chair", pgettext_lazy("meeting", "Chair"), lambda k: k.chair or ""),
        Column("secretary", pgettext_lazy("meeting", "Secretary"), lambda k: k.secretary or ""),
        Column("quorum", gettext_lazy("Quorum"), lambda k: k.get_quorum_display()),
        Column("voting", gettext_lazy("Vote"), lambda k: k.get_voting_display()),
    ]

    def search_rows(self, rows, words):
        """By the name in any language."""
        asked = words.casefold()
        keys = [k.pk for k in rows if any(asked in told.casefold() for told in k.name.values())]
        return rows.filter(pk__in=keys)


class KindDetail(DetailPage):
    """One kind of meetings."""

    model = MeetingKind
    permission = "planning.view_meetingkind"
    template_name = "planning/meeting_kind.html"

    def get_queryset(self):
        return super().get_queryset().for_list().select_related("obligation")

    def steps(self):
        if not self.request.user.has_perm("planning.change_meetingkind", self.object):
            return []
        url = f"{self.object.get_absolute_url()}edit/"
        return [{"label": _("Set who sits in it"), "url": url}]

    def facts(self):
        one = self.object
        often = one.obligation
        return [
            Fact(_("Body"), one.body),
            Fact(_("Chair"), one.chair),
            Fact(_("Secretary"), one.secretary),
            Fact(_("Quorum"), one.get_quorum_display()),
            Fact(_("Members for a quorum"), one.quorum_number),
            Fact(_("Vote"), one.get_voting_display()),
            Fact(_("Minutes"), one.get_form_display()),
            Fact(_("Who signs"), one.get_signing_display()),
            Fact(_("Has to raise"), tags_in_words(one.must_raise)),
            Fact(_("How often"), often, address(often, self.request.user)),
            Fact(_("Case of the nomenclature"), one.nomenclature_index),
            Fact(
                _("Who may read it"),
                _("Every employee") if one.is_open else _("Its members and directors"),
            ),
            Fact(_("Is held"), _("Yes") if one.is_used else _("No")),
        ]

    def tabs(self):
        return [
            Tab("members", _("Members"), "planning/tab_members.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        one = self.object
        if slug == "members":
            return {
                "members": one.members().order_by("sorted_as"),
                "positions": one.positions.all(),
            }
        return {"items": deeds.history(JournalEntry.objects.about(one), self.request.user)}

    def get_context_data(self, **kwargs):
        standing = [TranslatedText(item["title"]) for item in self.object.standing]
        return super().get_context_data(standing=standing, **kwargs)


class KindEdit(EditPage):
    """Who sits in it by name, and whether it is still held."""

    model = MeetingKind
    form_class = KindForm
    permission = "planning.change_meetingkind"
    deed_name = "change_meeting_kind"
    title = gettext_lazy("Set who sits in it")
