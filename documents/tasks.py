"""What document control does by itself: brings into force, asks newcomers to read, makes papers.

Each is a sweep over rows that may run at any time, twice, or beside itself.
"""

import logging

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy, override

from common import keys, nightly, seal_tasks
from common import tasks as house
from common.caller import SYSTEM
from common.models import Attachment, Blob, StepNotAllowed, deed, record
from common.sealing import SealingUnavailable, Stamp, seal_pdf
from common.seals import seal_of
from common.trail import faults_of_the_apps
from documents import execution, sweeps, yearly
from documents.models import (
    ApprovalSheet,
    Channel,
    DocumentVersion,
    PaperImport,
    Reading,
)
from documents.models.acquaintance import ask_starters
from documents.models.order_newcomers import ask_to_know_orders, newcomers_to_orders
from documents.papers_writing import bring_in
from documents.pdf import PAPER, frozen_paper, paper_languages, paper_name, paper_pdf
from documents.signables import on_their_way
from documents.unmade import papers_to_make
from people.models import Appointment, Person, powers_moved

log = logging.getLogger(__name__)

AT_A_TIME = 200  # one sweep; what is left waits for the next tick


# Coming into force --------------------------------------------------------------------------


@shared_task
def enact_due() -> None:
    """Bring into force what is approved for today; ask those who came later to read (4.2.3)."""
    due = DocumentVersion.objects.to_enact(localdate())
    for version in due.order_by("-issue", "-change"):
        try:
            version.enact(by=SYSTEM)
        except StepNotAllowed:
            log.info("%s was brought into force by another worker.", version.pk)
        except Exception:
            log.exception("Version %s could not be brought into force.", version.pk)
    ask_before_start()
    ask_newcomers()


@shared_task
def ask_before_start() -> None:
    """A reading task before the first day of work for whoever was appointed (002/5)."""
    try:
        ask_starters()
    except Exception:
        log.exception("Newcomers could not be asked to read before their first day.")


@shared_task
def ask_for_the_year() -> None:
    """From a day in December on: who answers for a policy of the year prepares it (004/5.3)."""
    yearly.sweep()


@shared_task
def ask_newcomers() -> None:
    """A reading task for whoever was appointed after a version came into force (004/4.2.3), and
    after an order that all employees are to know was signed (004/5.5.1).
    """
    for version in unread_by_newcomers()[:AT_A_TIME]:
        try:
            with transaction.atomic():
                Reading.objects.ask(version)
        except Exception:
            log.exception("Nobody could be asked to read version %s.", version.pk)
    for person in newcomers_to_orders()[:AT_A_TIME]:
        try:
            ask_to_know_orders(person)
        except Exception:
            log.exception("Person %s could not be asked to know of orders.", person.pk)


def unread_by_newcomers() -> QuerySet[DocumentVersion]:
    """Versions in force that somebody who may read them was never asked to read."""
    versions = DocumentVersion.objects.in_force().select_related("document")
    all_read = Person.objects.who_read()
    staff = Exists(_never_asked(all_read))
    named = Appointment.objects.on().filter(
        position__external_documents__document=OuterRef(OuterRef("document"))
    )
    holders = Exists(_never_asked(all_read.filter(pk__in=named.values("person"))))
    chosen = Q(document__facts__read_by__isnull=False)
    top = Exists(_never_asked(Person.objects.holding("documents.top", own=True)))
    return (
        (
            versions.exclude(document__access="top").exclude(chosen).filter(staff)
            | versions.exclude(document__access="top").filter(chosen).filter(holders)
            | versions.filter(document__access="top").filter(top)
        )
        .distinct()
        .order_by("pk")
    )


def _never_asked(people: QuerySet[Person]) -> QuerySet[Person]:
    asked = Reading.objects.filter(version=OuterRef(OuterRef("pk")), person=OuterRef("pk"))
    return people.exclude(Exists(asked))


# Reviews and terms --------------------------------------------------------------------------


@shared_task
def look_ahead() -> None:
    """Open planned reviews before their day, tell of terms that end (004/4.2.2); remind of what
    was ordered by a day (RI-05).
    """
    sweeps.open_planned_reviews()
    sweeps.ask_today()
    sweeps.tell_of_terms()
    execution.sweep()


@shared_task
def watch_channels() -> None:
    """Ask those who look at a channel of external documents once its day has come (004/4.2.3)."""
    Channel.objects.ask_due()


# Who is asked today -------------------------------------------------------------------------


@shared_task
def ask_today() -> None:
    """A substitution begins or ends by itself at midnight: the to-dos of what waits follow it."""
    for subject in on_their_way():
        try:
            subject.ask_today()
        except Exception:
            log.exception("Nobody could be asked anew about %s.", subject.pk)


@receiver(powers_moved)
def _ask_at_once(**kwargs):
    """One was entered or ended: what waits is put in step in the same transaction."""
    for subject in on_their_way():
        subject.ask_today()
    ask_starters()


# Lists of documents in force ----------------------------------------------------------------


@shared_task
def enter_papers() -> None:
    """Go on with every confirmed list: also with one whose worker was killed."""
    running = PaperImport.objects.filter(state=PaperImport.State.RUNNING)
    for pk in running.order_by("pk").values_list("pk", flat=True):
        try:
            bring_in(pk)
        except Exception:
            log.exception("List %s could not be brought in.", pk)


# Papers -------------------------------------------------------------------------------------


@shared_task
def print_papers() -> None:
    """Make, seal and keep the paper of whatever is approved and has none yet, one a language.

    While nothing can be sealed the papers wait; the administrators are told once.
    """
    subjects = papers_to_make()
    if not subjects:
        return
    try:
        keys.ensure()
        for subject in subjects:
            _keep_papers(subject)
    except SealingUnavailable as error:
        log.warning("Papers wait for the seal: %s", error)
        seal_tasks.tell(error)
    except OSError:
        log.exception("No paper could be made: there is no place for its key.")
    else:
        seal_tasks.tell(None)


def _keep_papers(subject) -> None:
    for language in paper_languages(subject):
        try:
            keep_paper(subject, language)
        except SealingUnavailable:
            raise
        except Exception:
            log.exception("No paper could be made of %s %s.", subject._meta.label, subject.pk)


def keep_paper(subject, language: str) -> Attachment | None:
    """Make and seal one paper outside any transaction, then keep it: the first worker's stays."""
    if frozen_paper(subject, language):
        return None
    printed = paper_pdf(subject, language)
    with override(language):
        reason = gettext("Signed paper") if subject.is_own_act else gettext("Approved paper")
    sealed = seal_pdf(printed, reason=reason, language=language, stamp=Stamp())
    seal = seal_of(printed, sealed)
    blob = Blob.store([sealed])
    with deed(by=SYSTEM):
        model = type(subject)
        locked = model._base_manager.select_for_update().get(pk=subject.pk)
        if frozen_paper(locked, language):
            return None
        paper = Attachment.objects.create(
            owner=locked,
            blob=blob,
            name=paper_name(subject, language),
            kind=PAPER,
            language=language,
        )
        seal.attachment = paper
        seal.save()
        record(
            locked,
            "print",
            by=SYSTEM,
            sha256=blob.sha256,
            language=language,
            certificate=seal.certificate.fingerprint,
        )
    return paper


@receiver(post_save, sender=ApprovalSheet)
def _print_soon(instance, **kwargs):
    """A round that ended in approval wants its paper: do not wait for the tick."""
    if instance.outcome == ApprovalSheet.Outcome.APPROVED:
        transaction.on_commit(lambda: house.soon(print_papers))


# At night -----------------------------------------------------------------------------------


@shared_task
def check_signatures() -> None:
    """Compare signatures, agreement sheets, readings and statements with the journal."""
    nightly.run_check("signatures", faults_of_the_apps)


nightly.each_night("signatures", gettext_lazy("Signatures"), check_signatures)
