"""The drill “killed in the middle of signing”: a deed is one transaction, whole or not at all."""

import pytest
from django.utils.timezone import localdate

from common.models import Attachment, JournalEntry, Notice, Sequence, Todo
from common.models import journal as chain
from common.models.journal import verify
from documents import tasks
from documents.models import SheetLine, Signature
from documents.models import signable as signing
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The process ends here: nothing after this line is done, nobody catches it."""


def die(*arguments, **details):
    raise Killed


def approve(draft, agency):
    draft.approve(
        by=agency.director,
        seen=draft.sheet.manifest_hash,
        order_number="",
        order_date=localdate(),
        in_force_from=localdate(),
    )


WHERE = {
    "after the signature": (signing.Signable, "_close"),
    "before the journal": (chain, "_chain"),
    "between the row and the head": (chain.JournalHead, "save"),
    "after the journal, before the letters": (Notice, "keep_for"),
}


@pytest.mark.core
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.drill("worker-killed")
def test_killed_before_the_commit_leaves_nothing(draft, agency, monkeypatch, where):
    factories.agreed(draft, agency)
    rows, notices = JournalEntry.objects.count(), Notice.objects.count()
    with monkeypatch.context() as dying:
        dying.setattr(*WHERE[where], die)
        with pytest.raises(Killed):
            approve(draft, agency)

    draft.refresh_from_db()
    assert (draft.state, draft.order_number) == ("approving", "")
    assert not Signature.objects.exists()
    assert SheetLine.objects.get(kind="approve").decision == "waiting"
    assert (JournalEntry.objects.count(), Notice.objects.count()) == (rows, notices)
    assert Todo.objects.waiting().filter(kind="documents.approve").count() == 1
    assert not Sequence.objects.filter(key="orders").exclude(last=0).exists()
    assert verify() is None

    approve(draft, agency)  # and it is signed as if nothing had been
    assert draft.order_number == "1"
    assert verify() is None


@pytest.mark.drill("worker-killed")
def test_killed_after_the_commit_the_next_sweep_makes_the_paper(draft, agency, monkeypatch):
    factories.agreed(draft, agency)
    with monkeypatch.context() as dying:
        dying.setattr(tasks.house, "soon", die)  # it is called when all stands
        with pytest.raises(Killed):
            approve(draft, agency)

    draft.refresh_from_db()
    assert draft.state == "in_force"
    assert Signature.objects.count() == 1
    assert verify() is None
    assert not Attachment.objects.filter(kind="paper").exists()

    tasks.print_papers()
    tasks.print_papers()
    assert Attachment.objects.filter(kind="paper").count() == 1
