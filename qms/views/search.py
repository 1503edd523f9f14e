"""One search over everything the reader may see, as a page and as a box under Ctrl-K."""

from collections import Counter

import django_filters
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View

from common import findings
from common.dates import numeric
from common.models import SearchEntry
from common.navigation import acts_for, entries_for
from common.rates import within
from common.search.index import BETWEEN_TEXTS
from common.search.kinds import Kind, all_kinds, kinds
from common.search.query import Query, parse
from common.search.snippet import covered, finds, marked, snippet
from common.search.words import plain_words, stems
from common.views import Column, ListPage, Page

AT_ONCE = 8
JUMPS = 6
STAGES = [
    ("force", gettext_lazy("In force only")),
    ("all", gettext_lazy("Also what holds no more")),
]


def kind_of(entry: SearchEntry) -> Kind:
    return all_kinds()[entry.kind]


def state_of(entry: SearchEntry) -> tuple:
    """The state of a record, as its own register calls it; none until the worker has seen it."""
    told = kind_of(entry).states
    return told(entry.state) if told and entry.indexed_at else ("", "grey")


def found_by(user, query: Query):
    """What this reader finds, the best first."""
    return SearchEntry.objects.visible_to(user).for_list().matching(query).ranked(query)


def in_order(keys: list[int], entries) -> list[SearchEntry]:
    """These entries as they were found. What is sorted carries keys alone: the rest of a row lies
    behind its long texts.
    """
    found = entries.in_bulk(keys)
    return [found[key] for key in keys if key in found]


class SearchFilter(django_filters.FilterSet):
    """Which states, and texts in which language; what holds no more is left out unless asked."""

    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=STAGES,
        method="by_stage",
        empty_label=gettext_lazy("In force and on their way"),
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language of the text"),
        choices=settings.LANGUAGES,
        field_name="languages",
        lookup_expr="contains",
    )

    class Meta:
        model = SearchEntry
        fields = ["stage", "language"]

    def by_stage(self, rows, name, value):
        return rows.filter(stage="now") if value == "force" else rows


class Search(ListPage):
    """By code, title, text, the words inside files, names; by any of the forms of a word."""

    model = SearchEntry
    template_name = "pages/search.html"
    permission = "common.search"
    title = gettext_lazy("Search")
    filterset_class = SearchFilter
    search_label = gettext_lazy("Search in everything")
    columns = [
        Column("code", gettext_lazy("Code"), lambda e: e.code, kind="code"),
        Column("title", gettext_lazy("Title"), lambda e: e.title),
        Column("kind", gettext_lazy("What it is"), lambda e: kind_of(e).label),
        Column(
            "state",
            gettext_lazy("State"),
            lambda e: state_of(e)[0],
            kind="state",
            tone=lambda e: state_of(e)[1],
        ),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda e: numeric(e.when) if e.when else "",
            kind="date",
        ),
    ]

    def found(self):
        self.query = parse(self.request.GET.get("q", ""))
        rows = super().found()
        if self.request.GET.get("stage") not in dict(STAGES):
            rows = rows.exclude(stage="past")
        self.of_all_kinds = rows
        return rows.filter(kind=self.kind) if self.kind else rows

    @cached_property
    def kind(self) -> str:
        """The kind of record that is looked at alone."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in all_kinds() else ""

    def get_queryset(self):
        return found_by(self.request.user, self.query)

    def search_rows(self, rows, words):
        """They were asked for by these words from the beginning."""
        return rows

    def row_url(self, thing) -> str:
        return kind_of(thing).url(thing.page_id)

    def shown(self, page) -> list:
        """The rows of one page with their texts, in the order in which they were found."""
        whole = SearchEntry.objects.defer("head", "body", "digest")
        self.things = in_order(page.object_list, whole)
        return self.things

    def get_context_data(self, *, rows, **kwargs):
        """The words are asked for once: what is found of which kind, and this page of it."""
        found = list(self.of_all_kinds.values_list("pk", "kind")) if self.query else []
        keys = [key for key, kind in found if self.kind in ("", kind)]
        context = super().get_context_data(rows=keys, **kwargs)
        words = self.request.GET.get("q", "").strip()
        lead = _("Type words from a code, a title, a text, a file or a name.")
        return context | {
            "lead": "" if words else lead,
            "search_label": self.search_label,
            "hits": [hit(one, self.query, one.text, one.parts) for one in self.things],
            "searched": [] if words else [kind.label for kind in kinds()],
            "newest": [] if words else self._newest(),
            "groups": self._groups(Counter(kind for _key, kind in found)) if found else [],
            "leaves_out_past": self.request.GET.get("stage") != "all",
            "everywhere_url": self.link(stage="all", kind=None, language=None, page=None),
        }

    def _newest(self) -> list[dict]:
        """What this reader may begin from: the newest documents in force."""
        rows = SearchEntry.objects.visible_to(self.request.user).for_list()
        rows = rows.filter(kind="document", stage="now").order_by("-when", "pk")[:AT_ONCE]
        return [hit(entry, parse("")) for entry in rows]

    def _groups(self, counts: Counter[str]) -> list[dict]:
        """How many of each kind, as far as this reader may see."""
        groups = [
            {
                "label": _("All"),
                "count": counts.total(),
                "url": self.link(kind=None, page=None),
                "current": not self.kind,
            }
        ]
        for kind in kinds():
            if count := counts[kind.name]:
                url = self.link(kind=kind.name, page=None)
                current = kind.name == self.kind
                group = {"label": kind.label, "count": count, "url": url, "current": current}
                groups.append(group)
        return groups if len(groups) > 2 or self.kind else []


def hit(entry: SearchEntry, query: Query, text: str = "", parts: list | None = None) -> dict:
    """One find, ready to show: where it leads, and the words in their place."""
    kind, (label, tone) = kind_of(entry), state_of(entry)
    place, file = _place(entry, query, text, parts or [])
    return {
        "url": kind.url(entry.page_id),
        "kind": findings.kind(kind.model),
        "code": marked(query, entry.code),
        "title": marked(query, str(entry.title)),
        "state": {"label": label, "tone": tone} if label else None,
        "when": numeric(entry.when) if entry.when else "",
        "place": place,
        "file": file,
    }


def _place(entry: SearchEntry, query: Query, text: str, parts: list) -> tuple:
    """Where the words stand: in a text rather than in a file, most of them, in the reader's
    language rather than in another.
    """

    def order(piece):
        _words, part = piece
        return bool(part["file"]), part["language"] != get_language()

    pieces = sorted(zip(text.split(BETWEEN_TEXTS), parts, strict=False), key=order)
    best, most = None, -1
    for words, part in pieces:
        if best and (most == len(query.tree.parts) or part["file"] and not best[2]["file"]):
            break
        found = finds(query, words)
        if found and (held := covered(query, words, found)) > most:
            best, most = (words, found, part), held
    if best:
        words, found, part = best
        return snippet(words, found), part["file"]
    if kind_of(entry).shows_text and pieces:
        return marked(query, pieces[0][0][:160]), ""
    return "", ""


class QuickSearch(Page, View):
    """What the box under Ctrl-K shows while one types: pages and deeds, then records."""

    permission = "common.search"
    http_method_names = ["get"]

    def get(self, request):
        if not within("palette", str(request.user.pk), limit=150, seconds=60):
            return HttpResponse(status=429)
        typed = request.GET.get("q", "").strip()[:200]
        query = parse(typed)
        found = []
        if query:
            rows = found_by(request.user, query).exclude(stage="past")
            keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            found = [hit(one, query) for one in in_order(keys, SearchEntry.objects.for_list())]
        context = {
            "jumps": jumps(request.user, typed),
            "hits": found,
            "typed": typed,
            "all_url": f"{reverse('search')}?{_query_string(request)}",
        }
        return render(request, "search_quick.html", context)


def _query_string(request) -> str:
    asked = request.GET.copy()
    asked["q"] = asked.get("q", "").strip()
    return asked.urlencode()


def jumps(user, typed: str) -> list[dict]:
    """Pages of the menu and deeds that this reader may open, called so."""
    words = plain_words(typed)
    found = []
    for is_act, entries in ((False, entries_for(user)), (True, acts_for(user))):
        for entry in entries:
            if is_called(str(entry.label), words):
                url = reverse(entry.address)
                found.append(
                    {"label": entry.label, "url": url, "icon": entry.icon, "is_act": is_act}
                )
    return found if not words else found[:JUMPS]


def is_called(label: str, words: list[str]) -> bool:
    """Whether every word begins one of the label's, or is another form of it."""
    own = plain_words(label)
    forms = {stem for word in own for stem in stems(word)}
    return all(
        any(one.startswith(word) for one in own) or not forms.isdisjoint(stems(word))
        for word in words
    )
