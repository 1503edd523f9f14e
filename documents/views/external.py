"""The register of external documents, the record of one, its editions and its repeal (4.2.3-c)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.views import Column, Fact, ListPage, Tab
from documents.external_words import STANDINGS, edition_word, standing, tone_of
from documents.models import Channel, Document, DocumentType, Origin, Process
from documents.models.external import facts_of, named_by
from documents.models.external_rows import for_register

from .acquaintance import readings_shown
from .document import DocumentDetail


class ExternalFilter(django_filters.FilterSet):
    type = django_filters.ModelChoiceFilter(
        label=_("Type"),
        queryset=DocumentType.objects.filter(children=None, origin=Origin.EXTERNAL),
    )
    channel = django_filters.ModelChoiceFilter(
        label=_("Channel"), queryset=Channel.objects.all(), field_name="facts__channel"
    )
    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=[*STANDINGS.items()], method="by_standing"
    )
    process = django_filters.ModelChoiceFilter(
        label=_("Process"), queryset=Process.objects.running(), field_name="facts__processes"
    )

    class Meta:
        model = Document
        fields = ["type", "channel", "standing", "process"]

    def by_standing(self, rows, name, value):
        if value == "found":
            return rows.filter(version_state=None)
        if value == "familiarising":
            return rows.filter(force_from__isnull=False, unread__gt=0)
        if value == "in_use":
            return rows.filter(force_from__isnull=False, unread=0)
        if value == "waiting":
            return rows.filter(force_from=None, version_state="approved")
        return rows.filter(force_from=None, version_state="withdrawn")


def act(document) -> str:
    """Number and date of the document, as the register writes them."""
    facts = facts_of(document)
    if facts is None or not facts.number:
        return ""
    return f"№ {facts.number}, {numeric(facts.date)}" if facts.date else f"№ {facts.number}"


def fact(name: str):
    """One of the facts of an external document, for a column."""

    def value(document):
        facts = facts_of(document)
        found = getattr(facts, name) if facts else None
        return "" if found is None else found

    return value


def registered(document) -> str:
    facts = facts_of(document)
    return numeric(facts.registered_on) if facts and facts.registered_on else ""


class ExternalList(ListPage):
    """What the organisation works by that others wrote (agency.md 6; 003/2)."""

    model = Document
    intake = "external"
    permission = "documents.view_document"
    title = _("External documents")
    filterset_class = ExternalFilter
    empty_text = _("No external document is registered yet.")
    empty_hint = _("Begin with the law that the organisation works by.")
    add_permission = "documents.add_external"
    add_label = _("Register a document")
    add_url = reverse_lazy("documents:external_add")
    columns = [
        Column("code", _("Register No."), lambda d: d.code, sort="sorted_as", kind="code"),
        Column("title", _("Title"), lambda d: d.title),
        Column("issuer", _("Issuer"), fact("issuer"), sort="facts__issuer"),
        Column("act", _("Number and date"), act, sort="facts__date"),
        Column("channel", _("Channel"), fact("channel"), sort="facts__channel__order"),
        Column("registered", _("Registered"), registered, sort="facts__registered_on", kind="date"),
        Column("state", _("State"), lambda d: STANDINGS[standing(d)], kind="state", tone=tone_of),
    ]

    def get_queryset(self):
        return for_register(Document.objects.visible_to(self.request.user).external().for_list())

    def row_url(self, thing):
        return reverse("documents:external", args=[thing.pk])

    def columns_out(self, form):
        more = [
            Column(
                "edition",
                _("Edition"),
                lambda d: f"{d.force_issue}/{d.force_change}" if d.force_from else "",
            ),
            Column(
                "since",
                _("In force from"),
                lambda d: numeric(d.force_from) if d.force_from else "",
                kind="date",
            ),
            Column("read", _("Read by"), lambda d: f"{d.read} / {d.read + d.unread}"),
        ]
        return [*self.columns, *more]


class ExternalDetail(DocumentDetail):
    """An external document: whose it is, its editions, who has read it, what rests on it."""

    shows_external = True

    def get_queryset(self):
        found = super().get_queryset().external()
        return found.select_related(
            *("type", "owner", "author", "facts__channel", "facts__found_by")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = for_register(Document.objects.for_list()).get(pk=self.object.pk)
        state = {"label": STANDINGS[standing(found)], "tone": tone_of(found)}
        if found.force_from:
            state["label"] = f"{state['label']}: {found.read} / {found.read + found.unread}"
        return context | {"state": state, "is_external": True}

    def steps(self):
        user, document = self.request.user, self.object
        steps = []
        if user.has_perm("documents.change_external", document):
            label, name = (
                (_("Register a change"), "external_change")
                if self.versions
                else (_("Register the document"), "external_first")
            )
            steps.append({"label": label, "url": _of(name, document), "primary": True})
            steps.append({"label": _("Change the card"), "url": _of("external_edit", document)})
        current = self._current()
        if current and current.can("repeal", user):
            url = f"{current.get_absolute_url()}repeal/"
            label = current.STEPS["repeal"].label
            steps.append({"label": label, "url": url, "danger": True})
        return steps

    def facts(self):
        document, facts = self.object, facts_of(self.object)
        told = [Fact(_("Type"), document.type)]
        if facts:
            told += [
                Fact(_("Issuer"), facts.issuer),
                Fact(_("Number and date"), act(document)),
                Fact(_("Channel"), facts.channel),
                Fact(_("Address on the internet"), facts.link, facts.link),
                Fact(_("Found"), _found(facts)),
                Fact(_("Registered"), registered(document)),
                Fact(_("Repealed by"), _repealed(facts)),
                Fact(_("Processes it touches"), _names(facts.processes.all())),
                Fact(_("Positions that read it"), _names(facts.read_by.all())),
            ]
        return [
            *told,
            Fact(_("Who watches over it"), document.owner),
            Fact(_("Who reads"), document.get_access_display()),
            Fact(_("Other titles"), "; ".join(document.aliases.splitlines())),
        ]

    def tabs(self):
        others = [tab for tab in super().tabs() if tab.slug not in ("versions", "based")]
        editions = Tab("versions", _("Editions"), "documents/tab_editions.html", len(self.versions))
        rests = Tab("based", _("What rests on it"), "documents/tab_named.html")
        tabs = [editions, rests, *others]
        if self._current() and self.request.user.has_perm("documents.view_readings"):
            tabs.insert(1, Tab("readings", _("Readings"), "documents/tab_edition_readings.html"))
        return tabs

    def _current(self):
        return next((v for v in self.versions if v.state == "in_force"), None)

    def tab_context(self, slug):
        context = super().tab_context(slug)
        if slug == "versions":
            for row in context["versions"]:
                row["state"] = edition_word(row["version"])
        if slug == "readings":
            current = self._current()
            return {"edition": current, **readings_shown(current, self.request.user)}
        if slug == "based":
            named = named_by(self.object)
            reach = Document.objects.visible_to(self.request.user)
            return {"based": named.filter(pk__in=reach.values("pk")).distinct()}
        return context


def _of(name: str, document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


def _names(things) -> str:
    return ", ".join(str(thing) for thing in things)


def _found(facts) -> str:
    return ", ".join(filter(None, [numeric(facts.found_on), str(facts.found_by or "")]))


def _repealed(facts) -> str:
    if not facts.repealed_by:
        return ""
    return f"№ {facts.repealed_by}, {numeric(facts.repealed_date)}"
