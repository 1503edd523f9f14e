"""What document control puts into packages: every kind of signed paper, external documents, sheets
of acquaintance, registers (004/4.2.3, 4.2.4).
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info, gettext_lazy, override

from common import findings
from common.dates import numeric
from common.models import Attachment
from common.package import Item, Order, register
from common.package.offline import page_name
from common.package.registers import register_lists
from common.package.writing import table_chunks
from common.printing import render_pdf
from documents import signables
from documents.models import DocumentVersion, Reading
from documents.models.signature_file import KIND, PAPER
from documents.stamps import sheet_rows, standing_sheet

BATCH = 200
GOES_IN = (PAPER, KIND, "scan", "attachment")
#: What a file beside the paper is.
WORDS = {
    KIND: gettext_lazy("signature file"),
    "scan": gettext_lazy("scan"),
    "attachment": gettext_lazy("attached file"),
}


def versions_in_force(order: Order):
    """What staff work by today, as far as the reader may see it."""
    rows = DocumentVersion.objects.visible_to(order.reader).in_force()
    return rows.select_related("document__type").order_by("document__sorted_as", "pk")


# Signed papers ---------------------------------------------------------------------------------


def papers_of(model, order: Order) -> Iterator[Item]:
    """The kept, sealed papers of one kind with what hangs on them, and their agreement sheets."""
    if not order.reader.may_look_at(model):
        return
    kind = signables.paper_of(model())
    if model is DocumentVersion:
        rows = versions_in_force(order)
    else:
        seen = model.objects.visible_to(order.reader).exclude(state__in=kind.unfinished)
        rows = kind.rows(seen.exclude(approved_at=None))
    keys, taken = list(rows.values_list("pk", flat=True)), set[str]()
    for begin in range(0, len(keys), BATCH):
        found = {thing.pk: thing for thing in rows.filter(pk__in=keys[begin : begin + BATCH])}
        things = [found[key] for key in keys[begin : begin + BATCH] if key in found]
        yield from _papers(model, things, kind.stem, order.language, taken)


def _papers(model, things: list, stem, language: str, taken: set[str]) -> Iterator[Item]:
    folder = "documents" if model is DocumentVersion else model._meta.model_name
    for thing, files in _with_files(model, things):
        name = stem(thing).replace("/", "-")  # a number is one folder
        if name in taken:  # numbers begin anew with the year
            name = f"{name}_{thing.pk}"
        taken.add(name)
        title = _title(thing)
        for file in files:
            words = [title, _language(file.language)] if file.language else [title]
            if file.kind != PAPER:
                words = [title, WORDS.get(file.kind, ""), file.name]
            yield Item(
                f"{folder}/{name}/{file.name}",
                format_lazy(" · ".join(["{}"] * len(words)), *words),
                file.blob.chunks,
            )
        if thing.approved_at and not getattr(thing, "is_external", False):
            yield Item(
                f"{folder}/{name}/agreement-sheet.html",
                format_lazy("{} · {}", title, gettext_lazy("agreement sheet")),
                partial(_sheet_page, model, thing.pk, str(title), language),
            )
            yield Item(
                f"{folder}/{name}/agreement-sheet.json",
                format_lazy("{} · {}", title, gettext_lazy("agreement sheet, for programs")),
                partial(_sheet, model, thing.pk),
            )


def _with_files(model, things: list) -> Iterator[tuple[Any, list[Attachment]]]:
    """Each thing with its files; one question for all of them."""
    kind = ContentType.objects.get_for_model(model)
    rows = Attachment.objects.filter(
        content_type=kind, object_id__in=[thing.pk for thing in things], kind__in=GOES_IN
    )
    held: dict[int, list[Attachment]] = {}
    for file in rows.select_related("blob").order_by("kind", "language", "added_at", "pk"):
        held.setdefault(file.object_id, []).append(file)
    for thing in things:
        files = held.get(thing.pk, [])
        yield thing, sorted(files, key=lambda file: file.kind != PAPER)


def _title(thing) -> Any:
    if not isinstance(thing, DocumentVersion):
        return str(thing)
    number, document = f"{thing.issue}/{thing.change}", thing.document
    if thing.in_force_from is None:
        return format_lazy("{} · {} · {}", document.code, document.title, number)
    words = gettext_lazy("version {number}, in force from {day}")
    told = format_lazy(words, number=number, day=numeric(thing.in_force_from))
    return format_lazy("{} · {} · {}", document.code, document.title, told)


def _language(code: str) -> str:
    """A language by the name that it calls itself."""
    return get_language_info(code)["name_local"]


def _sheet(model, key: int) -> Iterator[bytes]:
    """Who agreed and approved, and the manifest that their signatures cover."""
    thing = model._base_manager.get(pk=key)
    sheet = standing_sheet(thing)
    if sheet is None:
        return
    told = {
        "manifest": sheet.manifest,
        "manifest_sha256": sheet.manifest_hash,
        "rows": [asdict(row) for row in sheet_rows(thing, "ky")],
    }
    yield json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True, default=str).encode()


def _sheet_page(model, key: int, title: str, language: str) -> Iterator[bytes]:
    """The same for the eye: who was asked, what they said, when, and by which mark."""
    thing = model._base_manager.get(pk=key)
    sheet = standing_sheet(thing)
    if sheet is None:
        return
    with override(language):
        told = {"title": title, "sheet": sheet, "rows": sheet_rows(thing, language)}
        told["index"] = page_name(language)
        yield render_to_string("package/sheet.html", told).encode()


def _kind_words(model) -> Any:
    """The kind of a paper in the reader's words."""
    return format_lazy("{}", _Kind(model))


class _Kind:
    """The name of a kind of record, asked for when it is shown."""

    def __init__(self, model):
        self.model = model

    def __str__(self) -> str:
        return capfirst(findings.kind(self.model))


@signables.each
def _goes_in(model) -> None:
    """A kind of paper that is registered goes into packages by itself."""
    is_version = model is DocumentVersion
    register(
        f"papers-{model._meta.label_lower}",
        label=gettext_lazy("Documents in force") if is_version else _kind_words(model),
        items=partial(papers_of, model),
        needs=f"{model._meta.app_label}.view_{model._meta.model_name}",
        order=10 if is_version else 20,
    )


# Acquaintance ----------------------------------------------------------------------------------


def acquaintance(order: Order) -> Iterator[Item]:
    """Who read what: one table, and the sheet of each document in force."""
    versions = versions_in_force(order)
    asked = Reading.objects.filter(version__in=versions.order_by().values("pk"))
    if not asked.exists():
        return
    yield Item(
        "acquaintance/acquaintance.csv",
        gettext_lazy("Acquaintance with documents in force"),
        lambda: _readings(asked),
    )
    for version in versions.filter(pk__in=asked.values("version")).iterator(chunk_size=BATCH):
        yield Item(
            f"acquaintance/{version.document.code}_{version.issue}-{version.change}.pdf",
            format_lazy("{} · {}", _title(version), gettext_lazy("Acquaintance sheet")),
            partial(_acquaintance_sheet, version.pk),
        )


def _readings(asked) -> Iterator[bytes]:
    rows = asked.for_list().order_by("version__document__sorted_as", "person__sorted_as", "pk")
    from documents.views.readings import Readings  # noqa: PLC0415 -- pages come later

    columns = Readings.columns
    return table_chunks(
        [column.label for column in columns],
        ([column.value(one) for column in columns] for one in rows.iterator(chunk_size=BATCH)),
    )


def _acquaintance_sheet(key: int) -> Iterator[bytes]:
    from documents.views.acquaintance_sheet import sheet_of  # noqa: PLC0415 -- pages come later

    version = DocumentVersion._base_manager.select_related("document__type").get(pk=key)
    yield render_pdf("print/acquaintance.html", sheet_of(version))


register(
    "acquaintance",
    label=gettext_lazy("Acquaintance sheets"),
    items=acquaintance,
    needs="documents.view_documentversion",
    order=30,
)
register_lists(
    "registers",
    "documents:documents",
    "documents:externals",
    "documents:processes",
    label=gettext_lazy("Registers"),
    needs="documents.view_document",
    order=40,
)
