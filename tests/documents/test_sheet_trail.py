"""Agreement sheets against the journal: what was signed stands, and nothing else does."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate

from common import lights
from common.models import Blob, Check, JournalEntry
from common.models.journal import digest
from common.nightly import nightly
from documents import sheet_trail
from documents.models import ApprovalSheet, SheetLine, Signature
from documents.tasks import check_signatures
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def signed(agency):
    """A paper that two signed: the quality manager agreed, the director approved."""
    return sign(agency)


def sign(agency):
    made = factories.nomenclature(agency, year=2027 + ApprovalSheet.objects.count())
    made.send(by=agency.office)
    made.agree(by=agency.manager, seen=made.sheet.manifest_hash)
    made.approve(
        by=agency.director, seen=made.sheet.manifest_hash, order_number="", order_date=localdate()
    )
    return made


def told() -> list[str]:
    return [str(found) for found in sheet_trail.faults()]


def of(user):
    return Signature.objects.filter(person=user.person)


def test_what_was_signed_and_decided_by_deeds_holds(signed, in_force, draft, agency):
    returned = factories.nomenclature(agency, year=2040)
    returned.send(by=agency.office)
    returned.send_back(by=agency.manager, remark="Индекстер туура эмес")
    returned.send(by=agency.office)

    assert told() == []


def test_what_was_entered_from_paper_holds_until_its_line_is_altered(draft, agency):
    day = localdate()
    draft.enter(
        by=agency.manager,
        agreed=(agency.meeting, "67-1", day),
        approver=("Б. И. Үсөнов", {"ky": "Директор"}),
        scan=("скан.pdf", Blob.store([b"%PDF-1.7 scan"])),
        order_number="2",
        order_date=day,
        in_force_from=day,
    )
    assert told() == []

    SheetLine.objects.filter(kind="approve").update(name="А. А. Башка")

    (fault,) = told()
    assert "the answer “2. А. А. Башка" in fault


def test_a_removed_signature_is_named_with_whose_it_was_and_under_what(signed, agency):
    of(agency.director).delete()

    (fault,) = told()

    assert f"The signature of {agency.director.person}" in fault
    assert f"under “{signed}" in fault
    approved = JournalEntry.objects.about(signed).get(deed="approve")
    assert f"is missing: row {approved.number} of the journal" in fault


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Башка киши"},
        {"facts": {"means": "password"}},
        {"position_name": {"ky": "Директордун орун басары"}},
        {"digest": "0" * 64},
    ],
)
def test_an_altered_signature_is_named(signed, agency, change):
    of(agency.director).update(**change)

    (fault,) = told()

    assert fault.startswith(f"The signature of {agency.director.person}")
    assert fault.endswith("was altered.")


def test_a_signature_written_anew_with_a_fitting_digest_is_named(signed, agency):
    signature = of(agency.director).get()
    signature.name = "Башка киши"
    signature.digest = signature.computed_digest()
    signature.save()

    (fault,) = told()

    assert fault.endswith("was altered.")


def test_a_signature_given_to_somebody_else_is_found(signed, agency):
    of(agency.director).update(person=agency.staff.person)

    assert any(str(agency.staff.person) in fault and "was altered" in fault for fault in told())


def test_a_signature_put_in_past_the_program_is_named(draft, agency):
    factories.agreed(draft, agency)
    line = SheetLine.objects.get(kind="approve")
    signature = Signature(
        line=line,
        person=agency.director.person,
        name="Б. Үсөнов",
        meaning="approve",
        manifest_hash=line.sheet.manifest_hash,
        signed_at=line.sheet.opened_at,
    )
    signature.digest = signature.computed_digest()
    signature.save()

    (fault,) = told()

    assert "was put in without a deed" in fault


def test_a_signature_moved_to_another_paper_is_found_on_both(signed, agency):
    other = sign(agency)
    own, foreign = of(agency.director).order_by("pk")
    line = own.line
    own.delete()
    Signature.objects.filter(pk=foreign.pk).update(line=line)

    faults = told()

    assert any("was altered" in fault and str(signed) in fault for fault in faults)
    assert any("is missing" in fault and str(other) in fault for fault in faults)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Башка киши"},
        {"number": "99"},
        {"decision": "returned"},
        {"kind": "agree"},
        {"acting": {"kind": "substitution"}},
    ],
)
def test_an_altered_line_of_a_signature_is_named(signed, agency, change):
    SheetLine.objects.filter(kind="approve").update(**change)

    (fault,) = told()

    assert "does not fit its line of the agreement sheet" in fault
    assert str(agency.director.person) in fault


@pytest.mark.parametrize("change", [{"number": "13"}, {"position_name": {"ky": "Башкасы"}}])
def test_an_altered_decision_of_a_body_is_named(in_force, change):
    SheetLine.objects.filter(kind="decide").update(**change)

    (fault,) = told()

    assert f"In the agreement sheet of “{in_force}" in fault
    assert "is not the one of the deed" in fault


def test_an_answer_that_nobody_gave_is_named(draft, agency):
    draft.send(by=agency.manager)
    SheetLine.objects.filter(kind="decide").update(
        decision="agreed", number="12", date=localdate(), decided_at=draft.sheet.opened_at
    )

    (fault,) = told()

    assert "is not the one of the deed" in fault


def test_a_removed_line_and_a_removed_sheet_are_named(signed, draft, agency):
    draft.send(by=agency.manager)
    SheetLine.objects.filter(kind="decide").delete()
    (fault,) = told()
    assert f"The agreement sheet of “{draft}" in fault
    assert "lacks lines: 1." in fault

    Signature.objects.all().delete()
    SheetLine.objects.all().delete()
    ApprovalSheet.objects.all().delete()
    faults = told()
    assert len([fault for fault in faults if "is missing" in fault]) == 4


def test_a_manifest_written_anew_is_named(signed):
    sheet = signed.sheet
    sheet.manifest["year"] = 1999
    ApprovalSheet.objects.filter(pk=sheet.pk).update(
        manifest=sheet.manifest, manifest_hash=digest(sheet.manifest)
    )

    assert any("is not about what was sent" in fault for fault in told())


def test_an_outcome_that_no_deed_gave_is_named(signed, draft, agency):
    draft.send(by=agency.manager)
    draft.recall(by=agency.manager)
    draft.send(by=agency.manager)
    assert told() == []
    ApprovalSheet.objects.filter(outcome="running").update(outcome="approved")

    (fault,) = told()

    assert f"The agreement sheet of “{draft}" in fault
    assert fault.endswith("it did not end so by any deed.")


def test_rows_of_before_the_digests_of_answers_stay_valid(draft, agency, monkeypatch):
    def before(details):
        return {k: v for k, v in details.items() if k not in ("lines", "asks")}

    step = type(draft).step

    def old_step(self, name, *, by):
        from contextlib import contextmanager

        @contextmanager
        def shorter():
            with step(self, name, by=by) as move:
                yield move
                move.details = before(move.details)

        return shorter()

    monkeypatch.setattr(type(draft), "step", old_step)
    factories.agreed(draft, agency)
    draft.send_back(by=agency.director, remark="Кайра караңыз")
    factories.agreed(draft, agency)
    assert "lines" not in str(JournalEntry.objects.get(deed="send_back").details)

    assert told() == []
    SheetLine.objects.filter(kind="decide").update(number="13")
    assert len(told()) == 2


def test_more_papers_than_a_batch_holds_take_no_more_queries_a_paper(
    agency, monkeypatch, django_assert_max_num_queries
):
    papers = [sign(agency) for _n in range(5)]
    with django_assert_max_num_queries(12):
        assert told() == []

    monkeypatch.setattr(sheet_trail, "BATCH", 2)
    of(agency.manager).filter(line__sheet__object_id=papers[3].pk).delete()
    (fault,) = told()
    assert str(papers[3]) in fault


# Where it is told ---------------------------------------------------------------------------


def test_the_command_the_light_and_the_sheet_tell_of_a_removed_signature(
    client, signed, agency, capsys
):
    call_command("verify_journal")
    check_signatures()
    assert light().tone == "green"
    of(agency.manager).delete()

    with pytest.raises(SystemExit):
        call_command("verify_journal")
    assert f"The signature of {agency.manager.person}" in capsys.readouterr().err

    check_signatures()
    assert light().tone == "red"
    (sentence,) = Check.objects.filter(kind="signatures").first().sentences
    assert str(agency.manager.person) in sentence

    client.cookies["django_language"] = "en"
    client.force_login(agency.office)
    page = client.get(f"{signed.get_absolute_url()}?tab=sheet").content.decode()
    assert "A signature under this paper is missing" in page


def light():
    return next(light for light in lights.all_lights() if str(light.name) == "Signatures")


def test_signatures_are_checked_each_night_and_by_their_button(client, agency, monkeypatch):
    begun = []
    monkeypatch.setattr("common.nightly.soon", begun.append)
    nightly()
    assert check_signatures in begun

    client.force_login(factories.administrator())
    monkeypatch.setattr("qms.views.installation.soon", begun.append)
    client.post(reverse("check_run", args=["signatures"]))
    assert begun[-1] == check_signatures
