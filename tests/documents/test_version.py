"""Versions: along the route, into force, and out of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import JournalEntry, StepNotAllowed, Todo
from documents.models import (
    DocumentTemplate,
    DocumentVersion,
    RouteStep,
    Signature,
    TemplateText,
    VersionText,
)
from people.models import User
from tests import factories
from tests.factories import PASSWORD, VersionFactory, agreed, approve, put_in_force

State = DocumentVersion.State


@pytest.mark.core
@pytest.mark.clause("000-stamps", "003-approval-block")
def test_a_local_act_is_agreed_by_the_meeting_and_approved_by_the_director(draft, agency):
    put_in_force(draft, agency, order_number="2/0101")

    body, director = draft.sheet.lines.all()
    assert (body.body, body.number, body.date) == (agency.meeting, "12", localdate())
    assert (director.number, director.date) == ("2/0101", localdate())
    assert director.name == agency.director.person.signature_name
    assert draft.state == State.IN_FORCE


@pytest.mark.clause("004-7.3.6")
def test_the_director_cannot_approve_before_the_meeting_agreed(draft, agency):
    draft.send(by=agency.manager)

    with pytest.raises(StepNotAllowed):
        approve(draft, agency)

    assert draft.state == State.AGREEING


@pytest.mark.clause("004-7.3.6")
def test_only_the_one_in_the_position_approves(draft, agency):
    agreed(draft, agency)
    deputy = factories.employee("deputy", "documents.approve")

    for user in (agency.manager, agency.office, agency.staff, deputy):
        with pytest.raises(PermissionDenied):
            draft.approve(
                by=user,
                seen=draft.sheet.manifest_hash,
                order_number="1",
                order_date=localdate(),
                in_force_from=localdate(),
            )

    draft.refresh_from_db()
    assert draft.state == State.APPROVING
    assert not Signature.objects.exists()


@pytest.mark.clause("004-7.3.6")
def test_a_position_that_lost_the_power_does_not_approve(draft, agency):
    agreed(draft, agency)
    agency.director.person.appointments.get().position.powers.clear()
    agency.director = User.objects.get(pk=agency.director.pk)

    with pytest.raises(PermissionDenied):
        approve(draft, agency)


def test_the_author_cannot_approve(agency):
    agency.manager.person.appointments.create(
        position=agency.director.person.appointments.get().position, since=localdate()
    )
    version = VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
    )
    agreed(version, agency)

    with pytest.raises(PermissionDenied):
        version.approve(
            by=agency.manager,
            seen=version.sheet.manifest_hash,
            order_number="1",
            order_date=localdate(),
            in_force_from=localdate(),
        )


def test_a_paper_whose_only_approver_is_its_author_is_not_sent(agency):
    version = VersionFactory(
        document__type=agency.local_act, author=agency.director.person, html=factories.TEXT
    )

    with pytest.raises(ValidationError):
        version.send(by=agency.director)

    version.refresh_from_db()
    assert version.state == State.DRAFT


@pytest.mark.clause("004-7.3.5")
def test_every_participant_signs_a_procedure_before_the_director(agency):
    version = VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    owner, participant = factories.employee("owner"), factories.employee("participant")
    version.send(by=agency.manager, agreeing=[owner.person, participant.person])

    version.agree(by=owner, seen=version.sheet.manifest_hash)
    assert version.state == State.AGREEING
    version.agree(by=participant, seen=version.sheet.manifest_hash)
    assert version.state == State.APPROVING

    signatures = Signature.objects.filter(meaning="agree")
    assert {s.person for s in signatures} == {owner.person, participant.person}


@pytest.mark.clause("004-7.3.5")
def test_a_procedure_is_not_sent_with_nobody_to_agree(agency):
    version = VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )

    with pytest.raises(ValidationError):
        version.send(by=agency.manager)


@pytest.mark.core
def test_a_new_version_supersedes_the_one_before_in_the_same_moment(in_force, agency):
    new = VersionFactory(
        document=in_force.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )

    put_in_force(new, agency, order_number="2")

    in_force.refresh_from_db()
    assert (in_force.state, new.state) == (State.SUPERSEDED, State.IN_FORCE)
    assert in_force.ended_on == localdate()


def test_an_approved_version_waits_for_its_day(draft, agency, tomorrow):
    put_in_force(draft, agency, in_force_from=tomorrow)
    assert draft.state == State.APPROVED
    assert not draft.readings.exists()

    assert list(DocumentVersion.objects.to_enact(localdate())) == []
    draft.enact(by=SYSTEM)

    assert draft.state == State.IN_FORCE
    assert draft.readings.count() == 4


def test_nobody_puts_a_version_in_force_by_hand(draft, agency, tomorrow):
    put_in_force(draft, agency, in_force_from=tomorrow)

    with pytest.raises(PermissionDenied):
        draft.enact(by=agency.director)


def test_a_version_does_not_come_into_force_in_the_past(draft, agency):
    agreed(draft, agency)

    with pytest.raises(ValidationError):
        approve(draft, agency, in_force_from=localdate() - datetime.timedelta(days=1))

    draft.refresh_from_db()
    assert (draft.state, draft.order_number) == (State.APPROVING, "")


@pytest.mark.core
def test_a_signature_covers_what_was_displayed(draft, agency):
    agreed(draft, agency)

    with pytest.raises(ValidationError):
        approve(draft, agency, seen="0" * 64)

    assert not Signature.objects.exists()


def test_a_text_changed_behind_the_route_cannot_be_signed(draft, agency):
    agreed(draft, agency)
    seen = draft.sheet.manifest_hash
    text = draft.texts.get()
    text.html += "<p>Кийин кошулган сүйлөм.</p>"
    text.save()

    with pytest.raises(ValidationError):
        approve(draft, agency, seen=seen)


def test_remarks_send_it_back_and_the_next_round_begins_anew(draft, agency):
    agreed(draft, agency)
    draft.send_back(by=agency.director, remark="1.2-пунктту тактаңыз")

    assert draft.state == State.DRAFT
    assert draft.sheet.lines.get(decision="returned").remark == "1.2-пунктту тактаңыз"
    assert Todo.objects.waiting().filter(person=draft.author, kind="documents.revise").exists()

    draft.send(by=agency.manager)
    assert (draft.sheet.round, draft.state) == (2, State.AGREEING)
    assert not Todo.objects.waiting().filter(kind="documents.revise").exists()


def test_the_author_takes_it_back(draft, agency):
    agreed(draft, agency)

    draft.recall(by=agency.manager)

    assert draft.state == State.DRAFT
    assert not Todo.objects.waiting().exists()


def test_a_withdrawn_document_is_out_of_use(in_force, agency):
    in_force.withdraw(by=agency.director, reason="Ордуна башка тартип киргизилди")

    assert in_force.state == State.WITHDRAWN
    assert in_force.document.version_in_force() is None
    assert not Todo.objects.waiting().filter(kind="documents.read").exists()


def test_a_type_without_a_route_is_not_sent(agency, draft):
    agency.local_act.route = None
    agency.local_act.save()

    with pytest.raises(ValidationError):
        draft.send(by=agency.manager)


def test_an_empty_draft_is_not_sent(agency):
    version = VersionFactory(document__type=agency.local_act, author=agency.manager.person)

    with pytest.raises(ValidationError):
        version.send(by=agency.manager)


def test_the_next_order_number_is_taken_where_none_is_typed(draft, agency):
    agency.organisation.numbering = {
        "order": {"pattern": "{n}/{kind}", "kinds": [{"code": "documents", "kind": "0104"}]}
    }
    agency.organisation.save()

    put_in_force(draft, agency, order_number="")

    assert draft.order_number == "1/0104"


def test_a_refused_approval_gives_its_number_back(draft, agency, tomorrow):
    agreed(draft, agency)
    with pytest.raises(ValidationError):
        approve(draft, agency, order_number="", seen="0" * 64)

    approve(draft, agency, order_number="")

    assert draft.order_number == "1"


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", DocumentVersion.STEPS)
def test_steps_lead_only_along_the_table(agency, name, state):
    facts = {"in_force_from": localdate(), "order_number": "1"}
    version = VersionFactory(author=agency.manager.person, state=state, **facts)

    class Anyone:
        pk, person = agency.director.pk, agency.director.person

        def has_perm(self, perm, obj=None):
            return True

    step = DocumentVersion.STEPS[name]
    if state in step.source:
        with version.step(name, by=Anyone()):
            pass
        assert version.state == step.target
        assert JournalEntry.objects.get().details == {
            "from": state,
            "to": step.target,
            "history": JournalEntry.objects.get().details["history"],
        }
    else:
        with pytest.raises(StepNotAllowed), version.step(name, by=Anyone()):
            pass
        version.refresh_from_db()
        assert version.state == state


# Who agrees, named by the sender ------------------------------------------------------------


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.clause("004-7.3.5")
def test_where_the_sender_names_who_agrees_nobody_ticked_is_refused_beside_the_field(
    client, agency
):
    version = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    url = f"{version.get_absolute_url()}send/"
    assert "agreeing" in client.get(url).context["form"].fields

    refused = client.post(url, {})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["agreeing"]
    assert "Name at least one person who agrees." in refused.content.decode()
    version.refresh_from_db()
    assert version.state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize("position_first", [True, False])
def test_who_is_asked_by_position_at_the_same_time_is_told_as_such_and_asked_once(
    client, agency, position_first
):
    post = agency.manager.person.appointment().position
    step = agency.procedure.route.steps.get(kind="agree")
    made = RouteStep.objects.create(route=step.route, order=1, kind="agree", position=post)
    if not position_first:
        step.delete()
        RouteStep.objects.create(route=made.route, order=1, kind="agree")
    version = factories.VersionFactory(
        document__type=agency.procedure, author=agency.office.person, html=factories.TEXT
    )
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    url = f"{version.get_absolute_url()}send/"
    labels = dict(client.get(url).context["form"].fields["agreeing"].choices)
    told = {key.value for key, label in labels.items() if str(post) in label}
    assert told == {agency.manager.person_id}

    # With nobody but them the named step would be dropped unseen.
    assert client.post(url, {"agreeing": [agency.manager.person_id]}).status_code == 422
    named = [agency.manager.person_id, agency.staff.person_id]
    assert client.post(url, {"agreeing": named}).status_code == 302
    lines = version.sheet.lines.filter(kind="agree")
    assert {(line.position, line.person) for line in lines} == {
        (post, None),
        (None, agency.staff.person),
    }


@pytest.mark.django_db
def test_an_owner_who_is_asked_by_position_as_well_is_enough(client, agency):
    post = agency.manager.person.appointment().position
    RouteStep.objects.create(route=agency.procedure.route, order=1, kind="agree", position=post)
    version = factories.VersionFactory(
        document__type=agency.procedure,
        document__owner=post,
        author=agency.office.person,
        html=factories.TEXT,
    )
    client.force_login(agency.manager)
    url = f"{version.get_absolute_url()}send/"

    assert client.post(url, {"agreeing": [agency.manager.person_id]}).status_code == 302
    assert version.sheet.lines.get(kind="agree").position == post


# Terms ----------------------------------------------------------------------------------------


@pytest.mark.clause("002-5-1")
def test_what_is_set_for_a_term_does_not_come_into_force_after_it(client, draft, agency):
    draft.valid_until = localdate() + datetime.timedelta(days=10)
    draft.save()
    agreed(draft, agency)
    client.force_login(agency.director)
    form = {"seen": draft.sheet.manifest_hash, "order_date": localdate(), "password": PASSWORD}
    form["in_force_from"] = draft.valid_until + datetime.timedelta(days=1)

    page = client.post(f"{draft.get_absolute_url()}approve/", form)

    assert page.status_code == 422
    assert page.context["form"].errors["in_force_from"]
    draft.refresh_from_db()
    assert draft.state == State.APPROVING
    form["in_force_from"] = draft.valid_until
    assert client.post(f"{draft.get_absolute_url()}approve/", form).status_code == 302


def test_the_day_proposed_is_the_one_after_the_term_that_still_runs(client, in_force, agency):
    in_force.valid_until = localdate() + datetime.timedelta(days=40)
    in_force.save()
    following = VersionFactory(
        document=in_force.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    following.valid_until = in_force.valid_until + datetime.timedelta(days=365)
    following.save()
    agreed(following, agency)
    client.force_login(agency.director)

    form = client.get(f"{following.get_absolute_url()}approve/").context["form"]

    wanted = in_force.valid_until + datetime.timedelta(days=1)
    assert form["in_force_from"].value() == wanted
    assert str(in_force) in form.fields["in_force_from"].help_text


# Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left", ["2. Мөөнөтү … күн.", "2. …", "2. Мөөнөтү ... күн.", "2. {{code}}"]
)
def test_places_left_to_be_filled_in_are_named_and_not_sent(draft, agency, left):
    text = draft.texts.get()
    text.html = f"<h2>Мөөнөттөр</h2><p>1. Баары жазылган, жана башкалар…</p><p>{left}</p>"
    text.save()
    with pytest.raises(ValidationError) as refused:
        draft.send(by=agency.manager)
    assert "2." in refused.value.messages[0]
    assert "1." not in refused.value.messages[0]
    text.html = "<h2>Мөөнөттөр</h2><p>1. Баары жазылган, жана башкалар…</p>"
    text.save()
    draft.send(by=agency.manager)


def test_a_template_as_it_stood_is_not_sent(agency):
    template = DocumentTemplate.objects.create(type=agency.local_act, name={"ky": "Үлгү"})
    html = "<p>1. {{code}} тартиби.</p>"
    TemplateText.objects.create(template=template, language="ky", html=html)
    document = factories.DocumentFactory(type=agency.local_act)
    document.refresh_from_db()
    version = VersionFactory(document=document, author=agency.manager.person)
    template.begin(version)
    with pytest.raises(ValidationError):
        version.send(by=agency.manager)
    text = version.texts.get()
    text.html += "<p>2. Жооптуу адам аны аткарат.</p>"
    text.save()
    version.send(by=agency.manager)


@pytest.fixture
def behind(in_force, agency):
    """A change whose original was rewritten, while its Russian text is that of the version before."""
    VersionText.objects.create(version=in_force, language="ru", html="<p>1. Старый порядок.</p>")
    change = VersionFactory(
        document=in_force.document,
        author=agency.manager.person,
        change=1,
        html="<p>1. Жаңы тартип.</p>",
    )
    VersionText.objects.create(version=change, language="ru", html="<p>1. Старый порядок.</p>")
    return change


@pytest.mark.core
def test_a_translation_that_stayed_behind_is_not_sent_without_a_word(client, behind, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    url = f"{behind.get_absolute_url()}send/"
    assert client.post(url).status_code == 422
    page = client.post(url, {"translations": "checked"})
    assert page.status_code == 302
    behind.refresh_from_db()
    assert behind.state == State.AGREEING
    entry = JournalEntry.objects.get(deed="check_translations")
    assert entry.details["languages"] == ["ru"]
    assert not DocumentVersion.objects.get(pk=behind.pk).stale_translations()


def test_a_version_goes_without_the_translation_that_stayed_behind(behind, agency):
    behind.send(by=agency.manager, translations="without")
    assert [text.language for text in behind.texts.all()] == ["ky"]
    assert set(behind.sheet.manifest["texts"]) == {"ky"}


def test_readers_and_signers_are_told_of_a_translation_that_stayed_behind(client, behind, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    url = behind.get_absolute_url()
    changes = client.get(f"{url}?tab=changes&lang=ru").content.decode()
    assert "The original (Kyrgyz) was changed" in changes
    assert "The texts are the same." not in changes
    assert "1/0" in client.get(url).context["behind"]["words"]
    DocumentVersion.objects.filter(pk=behind.document.version_in_force().pk).update(
        state=State.SUPERSEDED
    )
    DocumentVersion.objects.filter(pk=behind.pk).update(
        state=State.IN_FORCE,
        in_force_from=localdate(),
        order_number="1",
        order_date=localdate(),
    )
    assert "was changed since" in client.get(f"{url}?lang=ru").content.decode()
    assert "was changed since" not in client.get(f"{url}?lang=ky").content.decode()
