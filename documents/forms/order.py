"""The form of an order: its fields in the order of the paper, its points and appendices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import HouseForm, TranslatedInput
from common.models import Attachment, Blob
from documents.models import NomenclatureItem, Order, OrderKind
from documents.models.order_filling import cases_of, fill
from people.forms.colleague import ColleagueField, ColleaguesField
from people.models import Organisation, Person

from .order_rows import HOLDING, SETS
from .rows import RowSet

SUGGESTED = 300
LANGUAGES = dict(settings.LANGUAGES)


def kinds_for(user):
    """The kinds of orders that this writer may use: restricted ones are for who sees them all."""
    kinds = OrderKind.objects.of_orders()
    if not user.has_perm("documents.add_restricted_order"):
        kinds = kinds.filter(is_restricted=False)
    return kinds


def in_original(form, name: str) -> None:
    """What must stand in the original language at least."""
    language = form.cleaned_data.get("language") or form.instance.language
    given = form.cleaned_data.get(name)
    if name in form.cleaned_data and not (given and given.get(language)):
        words = gettext("This is the original language: write it here (%(language)s).")
        form.add_error(name, words % {"language": gettext(LANGUAGES[language])})


class OneLine:
    """A title is one line without a full stop at its end."""

    cleaned_data: dict[str, Any]

    def clean_title(self):
        title = self.cleaned_data["title"]
        return type(title)(
            {code: " ".join(words.split()).rstrip(".") for code, words in title.items()}
        )


class OrderCreateForm(OneLine, HouseForm, forms.ModelForm):
    """A new draft: of which kind, in which language, about what; the rest comes next."""

    class Meta:
        model = Order
        fields = ["kind", "language", "title"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds_for(user).in_use()
        self.fields["title"].required = True  # in one language at least
        self.initial.setdefault("language", Organisation.current().original_language)

    def clean(self):
        cleaned = super().clean()
        in_original(self, "title")
        return cleaned


class CaseField(forms.ModelChoiceField):
    """A case of this year's nomenclature; the year of another is named."""

    def label_from_instance(self, item):
        year = item.nomenclature.year
        return str(item) if year == localdate().year else f"{item} ({year})"


class OrderForm(OneLine, HouseForm, forms.ModelForm):
    """The whole order; who is named works here today (004/5.5.1)."""

    executors = ColleaguesField(
        label=_("Executors"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_(
            "They acquaint themselves with it; who is responsible for a point does anyway."
        ),
    )
    named = ColleaguesField(
        label=_("Also to be acquainted"), queryset=Person.objects.none(), required=False
    )
    controller = ColleagueField(
        label=_("Who controls"), queryset=Person.objects.none(), required=False
    )
    executor = ColleagueField(label=_("Prepared by"), queryset=Person.objects.none())
    case = CaseField(
        label=_("Filed in the case"), queryset=NomenclatureItem.objects.none(), required=False
    )
    on_paper_already = forms.BooleanField(
        label=_("It was signed on paper before: its days may be over"), required=False
    )

    class Meta:
        model = Order
        fields = [
            *("kind", "language", "title", "place", "preamble", "basis", "control", "controller"),
            *("executors", "everyone", "named", "executor", "executor_phone", "case"),
        ]

    seldom = ("executors", "named")  # folded away until somebody is chosen
    first = ("kind", "language", "title", "place", "preamble")
    after_points = ("control", "controller", "basis", "executors", "everyone", "named")
    last: tuple[str, ...] = ("executor", "executor_phone", "case", "on_paper_already")

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader, order = reader, self.instance
        language = (self.is_bound and self.data.get("language")) or order.language
        self.fields["kind"].queryset = kinds_for(reader).in_use(order.kind_id)
        self.fields["title"].required = True
        for name in ("title", "place", "preamble", "basis"):
            self.fields[name].widget = TranslatedInput(
                settings.LANGUAGES,
                required=False,
                multiline=name in ("preamble", "basis"),
                folded=True,
            )
            self.fields[name].widget.opened = language
        if not reader.has_perm("documents.enter_order"):
            del self.fields["on_paper_already"]
            self.last = self.last[:-1]
        people = list(Person.objects.able_to_act())
        for name in ("executors", "named", "controller", "executor"):
            self.fields[name].queryset = Person.objects.able_to_act()
        cases = cases_of(order.order_date)
        kept = NomenclatureItem.objects.filter(pk=order.case_id)
        self.fields["case"].queryset = (cases | kept).select_related("nomenclature")
        own = {
            "order": order,
            "language": language,
            "reader": reader,
            "people": [(person.pk, person.full_name) for person in people],
            "may_be_over": self.is_bound
            and "on_paper_already" in self.fields
            and bool(self["on_paper_already"].data),
        }
        self.sets: dict[str, RowSet] = {
            name: made(
                self.data if self.is_bound else None,
                self.files if self.is_bound else None,
                prefix=name,
                form_kwargs=own,
                initial=None if self.is_bound else self._rows_kept(name),
            )
            for name, made in SETS.items()
        }

    def is_multipart(self):
        return True

    def _rows_kept(self, name: str) -> list[dict]:
        """The rows of the draft as the form shows them."""
        order = self.instance
        if name == "appendices":
            return [
                {"title": a.title, "text": a.text, "pages": a.pages, "kept": a.file_id}
                for a in order.appendices.all()
            ]
        return [
            {
                "text": point.text,
                "responsible": [person.pk for person in point.responsible.all()],
                "due": point.due,
                "repeals": point.repeals and suggestion(point.repeals),
            }
            for point in order.points.for_manifest()
        ]

    def is_valid(self):
        good = super().is_valid()
        bad = [rows for rows in self.sets.values() if not rows.is_valid()]
        told, good = self._told_of_rows, good and not bad
        for rows in bad if not told else ():
            self.add_error(
                None, gettext("Look at the rows of “%(title)s”.") % {"title": rows.title}
            )
        if not good and not told and any(row.is_file_lost for row in self.sets["appendices"]):
            self.add_error(None, gettext("Choose the files of the appendices once more."))
        self._told_of_rows = True
        return good

    _told_of_rows = False

    def as_typed(self) -> None:
        """Show what is typed without judging it yet."""
        for form in (self, *(row for rows in self.sets.values() for row in rows.forms)):
            form._errors = forms.utils.ErrorDict(renderer=self.renderer)
        for rows in self.sets.values():
            rows._errors, rows._non_form_errors = [], forms.utils.ErrorList()

    def clean(self):
        cleaned = super().clean()
        in_original(self, "title")
        if cleaned.get("control") == "person" and not cleaned.get("controller"):
            self.add_error("controller", gettext("Say who controls it."))
        elif cleaned.get("control") != "person":
            cleaned["controller"] = None
        return cleaned

    def save(self, commit=True):
        order = super().save(commit)
        points = [row.values() for row in self.sets["points"].given()]
        fill(order, points, [self._appendix(row) for row in self.sets["appendices"].given()])
        return order

    def _appendix(self, row) -> dict:
        """The row as the order keeps it; a new file is stored under the order."""
        given, file = row.cleaned_data, row.attachment
        if new := given["file"]:
            file = Attachment.objects.create(
                owner=self.instance,
                blob=Blob.store(new.chunks()),
                name=new.name,
                kind="appendix",
                added_by=self.reader,
            )
        return {
            "title": given["title"] or type(self.instance.title)(),
            "text": given["text"] or type(self.instance.title)(),
            "pages": given["pages"],
            "file": file,
        }

    @cached_property
    def suggestions(self) -> dict[str, list]:
        """Orders that hold, for the field of a repeal."""
        found = Order.objects.visible_to(self.reader).filter(state__in=HOLDING)
        newest = found.order_by("-order_date", "-pk")[:SUGGESTED]
        return {"orders": [(suggestion(one), one.shown_title) for one in newest]}

    @property
    def parts(self) -> dict[str, list]:
        """The fields before the points, after them, and at the foot of the paper."""
        return {
            part: [self[name] for name in getattr(self, part)]
            for part in ("first", "after_points", "last")
        }


def suggestion(order) -> str:
    """An order as it is typed: its number and its day."""
    return f"{order.order_number} · {numeric(order.order_date or localdate())}"
