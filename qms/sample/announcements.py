"""Announcements of the sample: one sent to all, one to a unit, one that is still written."""

from datetime import timedelta

from django.utils.timezone import localdate

from common.models import deed, record
from documents.models import DocumentVersion
from people.models import Unit
from planning import announcement_news as told
from planning.models import Announcement


def add_announcements(users) -> None:
    """Their letters are written by the worker, as those of any other."""
    manager = users["manager"]
    versions = DocumentVersion.objects.in_force().exclude(document__access="top")
    lines = [told.Line(version, "in_force") for version in versions.order_by("pk")[:2]]
    first = _write(
        manager,
        lines,
        kind="documents",
        effective_on=localdate() + timedelta(days=7),
        title={
            "ky": "Долбоордун документтери бирдей атка ээ болот",
            "ru": "Документы проектов получают единые названия",
        },
        text={
            "ky": "Бардык долбоорлордун папкаларында файлдар бирдей аталат: долбоордун номери, "
            "документтин аты, күнү.\n\nЭски файлдардын атын өзгөртүүнүн кереги жок.",
            "ru": "Файлы в папках всех проектов называются одинаково: номер проекта, название "
            "документа, дата.\n\nСтарые файлы переименовывать не нужно.",
        },
    )
    first.announce(by=manager)
    unit = Unit.objects.get(code="quality_service")
    second = _write(
        manager,
        [],
        kind="other",
        everyone=False,
        title={"ky": "Журналдардын текчеси которулду"},
        text={"ky": "Сапат кызматынын журналдары эми 204-бөлмөдө турат."},
    )
    with deed(by=manager):
        second.units.set([unit])
    second.announce(by=manager)
    _write(
        manager,
        [],
        kind="projects",
        title={
            "ky": "Долбоордун планына тобокелдиктер бөлүгү кошулат",
            "ru": "В план проекта добавляется раздел о рисках",
        },
        text={
            "ky": "Кийинки айдан тартып ар бир долбоордун планында тобокелдиктер жазылат.",
            "ru": "Со следующего месяца в плане каждого проекта описываются риски.",
        },
    )


def _write(user, lines, **fields) -> Announcement:
    with deed(by=user):
        made = Announcement.objects.create(author=user.person, **fields)
        told.keep(made, [line.key for line in lines])
        record(made, "create", by=user)
    return made
