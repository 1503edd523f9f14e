"""What passes between processes: each thing once, who gives it and who takes it (003/5.4.1)."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.models import JournalEntry
from common.views import Column, DetailPage, EditPage, ListPage, Tab
from documents.forms.process import ItemForm
from documents.models import CardFlow, ProcessCard, ProcessItem
from documents.models.process_network import network

OUT = CardFlow.Direction.OUT


class ItemList(ListPage):
    """Inputs and outputs of all processes whose cards are in force."""

    model = ProcessItem
    permission = "documents.view_process"
    title = gettext_lazy("Inputs and outputs")
    empty_text = gettext_lazy("Nothing passes between processes yet.")
    empty_hint = gettext_lazy("Inputs and outputs are named on the cards of processes.")
    columns = [
        Column("name", gettext_lazy("What"), lambda item: item.name, sort="sorted_as"),
        Column("from", gettext_lazy("Who puts it out"), lambda item: item.given),
        Column("to", gettext_lazy("Who takes it in"), lambda item: item.taken),
    ]

    def dressed(self, things):
        """Processes and those outside, one question for the page."""
        cards = ProcessCard.objects.in_force_for(self.request.user)
        flows = CardFlow.objects.filter(card__in=cards, item__in=[one.pk for one in things])
        told = defaultdict(list)
        for flow in flows.select_related("card__version__document__process"):
            told[flow.item_id, flow.direction].append(str(flow.card.process))
            if flow.party:
                other = CardFlow.Direction.IN if flow.direction == OUT else OUT
                told[flow.item_id, other].append(str(flow.party))
        for item in things:
            item.given = "; ".join(dict.fromkeys(told[item.pk, OUT]))
            item.taken = "; ".join(dict.fromkeys(told[item.pk, CardFlow.Direction.IN]))
        return things


class ItemDetail(DetailPage):
    """One thing with the processes it passes between."""

    model = ProcessItem
    permission = "documents.view_process"
    template_name = "documents/process_item.html"

    def tabs(self):
        return [
            Tab("flows", _("Processes"), "documents/tab_item.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def steps(self):
        if not self.request.user.has_perm("documents.change_processitem"):
            return []
        url = f"{self.object.get_absolute_url()}edit/"
        return [{"label": _("Change the name"), "url": url, "primary": True}]

    def tab_context(self, slug):
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        net = network(self.request.user)
        rows = [*net.entering, *net.between, *net.leaving, *net.unfed, *net.untaken]
        return {"passings": [row for row in rows if row.item == self.object]}


class ItemEdit(EditPage):
    """Called otherwise from now on, on every card that is filled in later; signed texts stay."""

    model = ProcessItem
    form_class = ItemForm
    permission = "documents.change_processitem"
    title = gettext_lazy("Change the name")
