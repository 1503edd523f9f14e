"""What is left to do after the first start; each line ticks itself off when it is true."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from common.backup.lacking import lacking
from documents.models import Document, DocumentVersion, Nomenclature, Process
from people.models import FirstStart, Organisation, Person
from qms import start
from qms.views.start_checks import certificate, is_written_to_files

PAPERS = "documents:papers_upload"


class NextStep(NamedTuple):
    """One line: what to do, whether it is done, where, and what of it is still missing."""

    label: Any
    is_done: bool
    url: str
    lacks: list[str]


def has_enabling_order(user) -> bool:
    """Whether electronic signing has its order here."""
    try:
        return apps.get_model("people", "EnablingOrder").objects.exists()
    except LookupError:
        return bool(Organisation.current().switches.get("e_signature_order"))


def has_second_factor(user) -> bool:
    """Whether this administrator signs in with more than a password."""
    names = getattr(user, "second_factor_names", None)
    return bool(names and names())


def lacks_backup(user) -> list[str]:
    """What the backups lack, in sentences."""
    return lacking()


#: label, is it done (or what is missing of it), the addresses that lead there
STEPS: list[tuple[Any, Callable[[Any], bool | list[str]], tuple[str, ...]]] = [
    (
        _("Bring in the staff from a list"),
        lambda user: Person.objects.count() > 1,
        ("people:staff_upload",),
    ),
    (
        _("Bring in the documents that are in force on paper (who manages documents does it)"),
        lambda user: DocumentVersion.objects.in_force().exists(),
        (PAPERS,),
    ),
    (
        _("Enter the order by which electronic signatures count"),
        has_enabling_order,
        ("people:enabling_orders",),
    ),
    (
        _("Set a second factor for your own account"),
        has_second_factor,
        ("people:factors",),
    ),
    (
        _("Print the key of the backups and give them a place outside this machine"),
        lacks_backup,
        ("backups", "installation"),
    ),
    (_("Have the certificate of the seal made"), lambda user: bool(certificate()), ()),
    (_("Let letters leave the house"), lambda user: not is_written_to_files(), ()),
    (
        _("Give papers an address that stays, with https"),
        lambda user: settings.PUBLIC_BASE_URL.startswith("https://"),
        (),
    ),
]


#: The first work of who manages documents, in its order.
OF_DOCUMENTS: list[tuple[Any, Callable[[Any], bool | list[str]], tuple[str, ...]]] = [
    (
        _("Bring in the documents that are in force on paper"),
        lambda user: DocumentVersion.objects.in_force().exists(),
        (PAPERS,),
    ),
    (
        _("Bring in the external documents you work by"),
        lambda user: Document.objects.external().exists(),
        ("documents:externals",),
    ),
    (
        _("Enter the processes with their owners"),
        lambda user: Process.objects.running().exclude(owner=None).exists(),
        ("documents:processes",),
    ),
    (
        _("Have the nomenclature of files approved"),
        lambda user: Nomenclature.objects.filter(state=Nomenclature.State.APPROVED).exists(),
        ("documents:nomenclatures",),
    ),
]


def next_steps(user) -> list[NextStep]:
    """The lines for who looks after the installation or manages documents; none in one that
    began otherwise.
    """
    guide = FirstStart.current()
    if guide is None or guide.finished_at is None or start.is_open():
        return []
    lines = STEPS if user.has_perm("common.view_installation") else []
    if user.has_perm("documents.import_papers"):
        lines = [*(line for line in lines if PAPERS not in line[2]), *OF_DOCUMENTS]
    found = [_step(user, *line) for line in lines]
    return [] if all(step.is_done for step in found) else found


def _step(user, label, asked, names) -> NextStep:
    said = asked(user)
    lacks = said if isinstance(said, list) else []
    is_done = said if isinstance(said, bool) else not lacks
    return NextStep(label, is_done, _address(user, names), lacks)


def _address(user, names: tuple[str, ...]) -> str:
    """The first of the addresses that exists here and that this reader may open."""
    for name in names:
        try:
            found = reverse(name)
        except NoReverseMatch:
            continue
        view = getattr(resolve(found).func, "view_class", None)
        if user.has_perm(getattr(view, "permission", "")):
            return found
    return ""
