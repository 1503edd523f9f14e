"""Records and materials are found by their words and by those inside their files (DP-02)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from common.search import Card, follow, register
from common.search.files import attached, read_files_of
from common.search.kinds import NOW, PAST, WAY, Text
from documents.models import FundItem, Material, Record, RecordState
from documents.models.record_keeping import CONTENT

STAGES = {RecordState.OPEN: WAY, RecordState.DESTROYED: PAST, RecordState.DROPPED: PAST}
MATERIAL_TONES = {"kept": "grey", "promoted": "green", "discarded": "grey"}
FILES_OF_RECORDS = (CONTENT, "restored")
FILES_OF_MATERIALS = ("attachment",)


def _state(state: str):
    from documents.views.records import TONES  # noqa: PLC0415 -- pages come later

    return RecordState(state).label, TONES[RecordState(state)]


def _record(kept: Record) -> Card | None:
    if kept.state == RecordState.DROPPED:
        return None
    return Card(
        kept.title,
        code=kept.identifier,
        also=[kept.proves, kept.place, kept.article, kept.case.index],
        state=kept.state,
        stage=STAGES.get(RecordState(kept.state), NOW),
        when=kept.date,
    )


def _fill_records(found) -> None:
    for key, files in attached(Record, found).items():
        found[key][1].texts += [Text(f.blob.file_text.text, file=f.name) for f in files]


def _material(one: Material) -> Card | None:
    if one.state != Material.State.KEPT:
        return None
    return Card(one.title, state=one.state, when=one.date, texts=[Text(one.note)])


def _fill_materials(found) -> None:
    for key, files in attached(Material, found).items():
        found[key][1].texts += [Text(f.blob.file_text.text, file=f.name) for f in files]


def _of_file(file: Attachment) -> list[tuple[str, int]]:
    of_record = ContentType.objects.get_for_model(Record).pk
    of_material = ContentType.objects.get_for_model(Material).pk
    if file.content_type_id == of_record and file.kind in FILES_OF_RECORDS:
        return [("record", file.object_id)]
    if file.content_type_id == of_material and file.kind in FILES_OF_MATERIALS:
        return [("material", file.object_id)]
    return []


register(
    "record",
    Record,
    label=_("Records"),
    address="records:record",
    card=_record,
    fill=_fill_records,
    rows=lambda: Record.objects.select_related("case"),
    states=_state,
    order=52,
)
register(
    "material",
    Material,
    label=_("Quality materials"),
    address="records:material",
    card=_material,
    fill=_fill_materials,
    states=lambda state: (Material.State(state).label, MATERIAL_TONES[state]),
    order=53,
)
register(
    "fund_item",
    FundItem,
    label=_("Fund of information"),
    address="records:fund_item",
    card=lambda item: Card(item.name, code=item.code, also=[item.source, item.form_words]),
    order=54,
)
read_files_of(Record, kinds=FILES_OF_RECORDS, whose=lambda key: [("record", key)])
read_files_of(Material, kinds=FILES_OF_MATERIALS, whose=lambda key: [("material", key)])
follow(Attachment, _of_file)
