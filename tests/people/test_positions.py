"""Units and positions kept on pages: added, moved, given powers, closed and opened again."""

from datetime import timedelta
from itertools import count

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from common import deeds
from common.models import JournalEntry
from common.models.history import row_digest
from common.models.journal import fact_of
from common.trail import fields as trail
from documents.models import RouteStep
from documents.responsibilities import process_matrix
from people import asking, profile
from people.models import (
    Appointment,
    Position,
    Power,
    Substitution,
    Unit,
    UnitKind,
    organisation_structure,
    powers_moved,
)
from people.profile_part import ProfileError
from people.profile_writing import positions as written_positions
from tests import factories
from tests.documents.cards import card_in_force, process
from tests.factories import PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db
MATRIX, STRUCTURE = "/documents/processes/matrix/", "/documents/structure/"


def at(name, *args):
    return reverse(f"people:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def typed(**values) -> dict:
    return {"name_ky": "Сапат инспектору", "name_en": "Quality inspector"} | values


def history(thing, reader) -> list[str]:
    with translation.override("en"):
        return [one["text"] for one in deeds.history(JournalEntry.objects.about(thing), reader)]


@pytest.fixture
def keeper(client, agency):
    client.force_login(agency.manager)
    return agency.manager


# Adding and changing ------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_a_position_added_on_screen_stands_in_the_matrix_and_in_the_structure(
    client, keeper, agency
):
    one = process(agency, "1")
    answer = client.post(at("position_add"), typed(unit=UnitFactory().pk))
    added = Position.objects.get(code="quality_inspector")
    assert answer["Location"] == added.get_absolute_url()
    assert (added.name["ky"], added.unit.code, added.is_head) == ("Сапат инспектору", "office", 0)

    for page in (MATRIX, STRUCTURE):
        assert "Сапат инспектору" in client.get(page).content.decode()
    card_in_force(agency, one).executors.create(position=added)
    matrix = process_matrix(keeper)
    [line] = [line for line in matrix.lines if line.thing == one]
    assert [words for _sign, words in matrix.cell(line, added)]


@pytest.mark.core
def test_codes_are_made_from_the_name_and_never_change(client, keeper):
    unit = UnitFactory().pk
    assert client.get(at("position_add")).context["form"]["order"].value() is None
    for _again in range(2):
        client.post(at("position_add"), {"name_ky": "Окуу бөлүмүнүн башчысы", "unit": unit})
    client.post(at("position_add"), typed(unit=unit, code="Own_Code"))
    client.post(at("position_add"), {"name_ky": "…", "unit": unit})
    made = Position.objects.filter(code__in=["okuu_bolumunun_bashchysy", "own_code", "position"])
    assert made.count() == 3
    second = Position.objects.get(code="okuu_bolumunun_bashchysy_2")
    assert second.order == made.get(code="okuu_bolumunun_bashchysy").order + 1

    client.post(
        at("position_edit", second),
        typed(unit=unit, order=7, code="else", revision=1),
    )
    second.refresh_from_db()
    assert (second.name["en"], second.code) == ("Quality inspector", "okuu_bolumunun_bashchysy_2")
    assert (second.order, second.revision) == (7, 2)


@pytest.mark.core
def test_a_wrong_form_is_told_beside_the_field_and_keeps_what_was_typed(client, keeper):
    unit = UnitFactory()
    closed = UnitFactory(code="closed", closed_on=localdate())
    PositionFactory(code="head", unit=unit, is_head=True)
    for values, field in (
        ({"name_ky": ""}, "name"),
        ({"unit": ""}, "unit"),
        ({"unit": closed.pk}, "unit"),
        ({"unit": "x"}, "unit"),
        ({"code": "бар"}, "code"),
        ({"code": "HEAD"}, "code"),
        ({"order": "-1"}, "order"),
        ({"is_head": "on"}, "is_head"),
    ):
        answer = client.post(at("position_add"), typed(unit=unit.pk) | values)
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field]), values
        assert "Quality inspector" in answer.content.decode()
    assert not Position.objects.filter(code="quality_inspector").exists()


@pytest.mark.core
def test_one_position_heads_a_unit(client, keeper, in_english):
    unit, other = UnitFactory(), UnitFactory(code="other")
    head = PositionFactory(code="head", unit=unit, is_head=True)
    second = PositionFactory(code="second", unit=unit)
    page = client.get(at("position_edit", second), headers={"Accept-Language": "en"})
    sent = typed(unit=unit.pk, is_head="on", revision=1)
    sent["csrfmiddlewaretoken"] = page.context["csrf_token"]

    refused = client.post(at("position_edit", second), sent)
    assert refused.status_code == 422
    assert head.name["ky"] in str(refused.context["form"].errors["is_head"])
    # The same form again is refused again, not taken for one that did its work.
    assert client.post(at("position_edit", second), sent).status_code == 422
    assert client.post(at("position_edit", second), sent | {"unit": other.pk}).status_code == 302
    second.refresh_from_db()
    assert (second.unit, second.is_head) == (other, True)

    head.close(by=keeper, on=localdate(), reason="5")
    third = PositionFactory(code="third", unit=unit)
    assert client.post(at("position_edit", third), sent).status_code == 302


@pytest.mark.core
def test_a_unit_never_stands_under_itself(client, keeper):
    kind = UnitKind.objects.create(code="department", name={"ky": "Бөлүм"})
    answer = client.post(at("unit_add"), {"name_ky": "Окуу бөлүмү", "kind": kind.pk})
    top = Unit.objects.get(code="okuu_bolumu")
    assert answer["Location"] == top.get_absolute_url()
    assert top.kind == kind
    middle = UnitFactory(code="middle", parent=top)
    low = UnitFactory(code="low", parent=middle)

    for parent in (top, middle, low):
        values = {"name_ky": "Окуу бөлүмү", "parent": parent.pk, "revision": 1}
        answer = client.post(at("unit_edit", top), values)
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["parent"])
    top.parent = low  # two who move at one time: the model refuses what the form let through
    with pytest.raises(Exception, match="itself|өзүнүн|parent"):
        top.check_place()

    values = {"name_ky": "Орто", "parent": "", "revision": 1}
    assert client.post(at("unit_edit", middle), values).status_code == 302
    middle.refresh_from_db()
    assert middle.parent is None
    values = {"name_ky": "Окуу бөлүмү", "parent": middle.pk, "revision": 1}
    assert client.post(at("unit_edit", top), values).status_code == 302


@pytest.mark.core
def test_a_stale_form_overwrites_nothing(client, keeper):
    position = PositionFactory(code="guard")
    first = typed(unit=position.unit_id, revision=1)
    assert client.post(at("position_edit", position), first).status_code == 302
    late = client.post(at("position_edit", position), first | {"name_ky": "Кароолчу"})

    assert late.status_code == 409
    assert "Кароолчу" in late.content.decode()
    position.refresh_from_db()
    assert position.name["ky"] == "Сапат инспектору"


# Powers -------------------------------------------------------------------------------------


def tick(client, position, *codes):
    position.refresh_from_db()
    keys = Power.objects.filter(code__in=codes).values_list("pk", flat=True)
    values = {"powers": [*keys], "revision": position.revision}
    return client.post(at("position_powers", position), values)


def codes(position) -> set[str]:
    return {power.code for power in position.powers.all()}


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_powers_are_given_and_taken_and_the_journal_says_which(client, agency, administrator):
    client.force_login(administrator)
    post = Position.objects.get(code="specialist")
    Power.objects.filter(code="documents.manage").update(description={"en": "Keeps all"})
    assert client.get(at("position_powers", post)).status_code == 200
    assert tick(client, post, "documents.manage", "journal.read").status_code == 302
    assert codes(post) == {"documents.manage", "journal.read"}
    assert agency.staff.powers == {"documents.manage", "journal.read"}
    assert tick(client, post, "documents.author", "journal.read").status_code == 302

    told = history(post, administrator)
    assert "changed the powers: + documents.author, − documents.manage" in told[0]
    assert "changed the powers: + documents.manage, + journal.read" in told[1]
    entry = JournalEntry.objects.filter(deed="change_powers").last()
    assert (entry.user, entry.details["gained"]) == (administrator, ["documents.author"])
    stale = {"powers": [], "revision": 1}
    assert client.post(at("position_powers", post), stale).status_code == 409
    assert codes(post) == {"documents.author", "journal.read"}


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_nobody_gives_a_position_of_theirs_what_they_do_not_have(client, agency):
    admin = factories.employee("admin", "people.manage", "settings.manage")
    own = Position.objects.get(code="admin")
    director = agency.director.person.appointment().position
    client.force_login(admin)
    for _held in ("own", "acting for another", "from tomorrow"):
        answer = tick(client, own, "people.manage", "settings.manage", "documents.approve")
        assert [*answer.context["form"].errors] == ["powers"]
        assert codes(own) == {"people.manage", "settings.manage"}
        if _held == "own":
            # What they only act with is not theirs to give themselves for good.
            Substitution(
                absent=agency.director.person,
                position=director,
                acting=admin.person,
                order_number="7",
                order_date=localdate(),
            ).begin(by=agency.director)
            assert tick(client, director, *codes(director), "people.manage").status_code == 302
            assert tick(client, director, *codes(director), "documents.manage").status_code == 422

    spare, tomorrow = PositionFactory(code="spare"), localdate() + timedelta(days=1)
    Appointment.objects.create(person=admin.person, position=spare, since=tomorrow)
    assert tick(client, spare, "documents.approve").status_code == 422
    assert tick(client, spare, "people.manage").status_code == 302
    assert tick(client, PositionFactory(code="nobodys"), "documents.approve").status_code == 302


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("code", ["people.manage", "settings.manage"])
def test_the_last_who_keep_people_or_settings_keep_that_power(client, agency, code):
    admin = factories.employee("admin", "people.manage", "settings.manage")
    own = Position.objects.get(code="admin")
    client.force_login(admin)
    left = {"people.manage", "settings.manage"} - {code}
    spare = PositionFactory(code="spare")
    spare.powers.set(Power.objects.filter(code=code))
    assert tick(client, own, *left).status_code == 422
    assert codes(own) == {"people.manage", "settings.manage"}
    assert tick(client, spare).status_code == 302  # nobody holds it: nobody loses anything
    spare.powers.set(Power.objects.filter(code=code))
    user = factories.UserFactory()
    Appointment.objects.create(person=user.person, position=spare, since=localdate())
    assert tick(client, own, *left).status_code == 302
    assert codes(own) == left


@pytest.mark.core
def test_who_may_answer_has_changed_and_to_dos_are_put_in_step(client, agency, administrator):
    heard = []
    powers_moved.connect(lambda **_all: heard.append(1), weak=False, dispatch_uid="heard")
    try:
        client.force_login(administrator)
        tick(client, Position.objects.get(code="specialist"), "documents.manage")
    finally:
        powers_moved.disconnect(dispatch_uid="heard")
    assert heard


# Closing ------------------------------------------------------------------------------------


def shut(client, thing, **values):
    kind = thing._meta.model_name
    return client.post(at(f"{kind}_close", thing), {"on": localdate(), "reason": "№ 5"} | values)


def reopen(client, thing, **values):
    kind = thing._meta.model_name
    return client.post(at(f"{kind}_reopen", thing), {"reason": "№ 6"} | values)


@pytest.mark.core
def test_a_position_that_nobody_holds_is_closed_and_opened_again(client, keeper, agency):
    post = PositionFactory(code="guard", name={"ky": "Кароолчу", "en": "Guard"})
    process(agency, "1")
    assert "Кароолчу" in client.get(MATRIX).content.decode()
    assert shut(client, post).status_code == 302
    post.refresh_from_db()
    assert post.closed_on == localdate()
    for page in (MATRIX, STRUCTURE, "/documents/processes/matrix/documents/"):
        assert "Кароолчу" not in client.get(page).content.decode()
    assert post not in [p.position for b in organisation_structure() for p in b.posts]
    yesterday = organisation_structure(localdate() - timedelta(days=1))
    assert post in [p.position for b in yesterday for p in b.posts]
    assert client.get(at("position_edit", post)).status_code == 409
    assert client.get(post.get_absolute_url()).status_code == 200
    assert shut(client, post).status_code == 422

    client.force_login(factories.administrator())
    form = {"position": post.pk, "since": localdate()}
    person = agency.staff.person
    assert client.post(at("appoint", person), form).status_code == 422
    assert (
        not client.get(at("appoint", person))
        .context["form"]
        .fields["position"]
        .queryset.filter(pk=post.pk)
    )
    assert client.get(at("position_powers", post)).status_code == 409
    client.force_login(keeper)
    assert reopen(client, post).status_code == 302
    post.refresh_from_db()
    assert post.closed_on is None
    assert reopen(client, post).status_code == 422
    told = history(post, keeper)
    assert "opened the position again" in told[0]
    assert "closed the position" in told[1]
    assert post.history.first().history_change_reason == "№ 6"


@pytest.mark.core
def test_a_position_that_is_held_is_not_closed(client, keeper, agency):
    post = Position.objects.get(code="specialist")
    answer = shut(client, post)
    assert answer.status_code == 422
    assert agency.staff.person.short_name in answer.content.decode()

    spare, tomorrow = PositionFactory(code="spare"), localdate() + timedelta(days=1)
    held = Appointment.objects.create(
        person=agency.staff.person, position=spare, since=tomorrow, until=tomorrow
    )
    assert shut(client, spare).status_code == 422
    held.since = held.until = localdate() - timedelta(days=1)
    held.save()
    assert shut(client, spare, on=held.until).status_code == 422
    for wrong in ({"on": tomorrow}, {"on": ""}, {"reason": ""}, {"reason": "x" * 101}):
        assert shut(client, spare, **wrong).status_code == 422, wrong
    assert shut(client, spare).status_code == 302
    client.force_login(factories.administrator())  # its past is not stretched beyond its end
    longer = {"since": held.since, "until": "", "revision": 1}
    assert client.post(at("appointment_edit", held), longer).status_code == 422


@pytest.mark.core
def test_what_asks_for_a_position_is_named_and_keeps_it(client, agency, keeper):
    post = PositionFactory(code="asked")
    step = RouteStep.objects.filter(position__code="quality_manager").first()
    step.position = post
    step.save()
    assert step.route.name["en"] in shut(client, post).content.decode()
    step.delete()
    agency.meeting.chair = post
    agency.meeting.save()
    assert agency.meeting.name["ky"] in shut(client, post).content.decode()
    agency.meeting.chair = None
    agency.meeting.save()
    one = process(agency, "1.1", owner=post)
    assert one.name["ky"] in shut(client, post).content.decode()
    card = card_in_force(agency, one)
    one.owner = card.owner = card.version.document.owner = None
    for thing in (one, card, card.version.document):
        thing.save()
    card.executors.create(position=post)
    assert shut(client, post).status_code == 422
    card.executors.all().delete()
    assert shut(client, post).status_code == 302


@pytest.mark.core
def test_a_restricted_document_is_not_named_to_who_may_not_know_of_it(client, agency, keeper):
    post = PositionFactory(code="asked")
    secret = factories.DocumentFactory(code="КУПУЯ-1", access="top", owner=post)
    said = shut(client, post)
    assert said.status_code == 422
    assert "КУПУЯ" not in said.content.decode()
    assert secret.title["ky"] not in said.content.decode()
    assert post.closed_on is None


@pytest.mark.core
def test_a_unit_is_closed_when_it_is_empty(client, keeper):
    unit = UnitFactory(code="empty", name={"ky": "Бош бөлүм"})
    under = UnitFactory(code="under", parent=unit, name={"ky": "Кичи бөлүм"})
    post = PositionFactory(code="guard", unit=under, name={"ky": "Кароолчу"})
    assert "Кичи бөлүм" in shut(client, unit).content.decode()
    assert "Кароолчу" in shut(client, under).content.decode()
    for thing in (post, under, unit):
        assert shut(client, thing).status_code == 302
    assert "Бош бөлүм" not in client.get(STRUCTURE).content.decode()

    for thing, code in ((post, 422), (under, 422), (unit, 302), (under, 302), (post, 302)):
        assert reopen(client, thing).status_code == code


def test_every_field_that_names_a_position_or_a_unit_is_asked():
    """Held and acted in is asked by closing itself; the tree of units too."""
    seen = {
        ("people.Appointment", "position"),
        ("people.Substitution", "position"),
        ("people.Position", "unit"),
        ("people.Unit", "parent"),
        # The unit of a participant is what it was when the campaign opened (000/3.1).
        ("monitoring.Participant", "unit"),
    }
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model in (Position, Unit)
    }
    assert found == asking.known() | seen


# Registers and pages ------------------------------------------------------------------------


@pytest.mark.core
def test_the_register_of_positions_filters_and_finds(client, agency):
    client.force_login(agency.staff)
    unit = UnitFactory(code="lab", name={"ky": "Өлчөө бөлүмү", "ru": "Лаборатория"})
    PositionFactory(code="closed", unit=unit, closed_on=localdate(), name={"ky": "Жабык"})
    PositionFactory(code="guard", unit=unit, name={"ky": "Өрт өчүрүүчү", "ru": "Пожарный"})

    def shown(**asked):
        page = client.get(at("positions"), asked)
        return {row.cells[1].text for row in page.context["rows"]}

    assert shown(unit=unit.pk) == {"closed", "guard"}
    assert shown(unit=unit.pk, state="in_use") == {"guard"}
    assert shown(state="closed") == {"closed"}
    assert shown(unit=unit.pk, held="held") == set()
    assert "specialist" in shown(held="held")
    assert shown(held="vacant") == {"closed", "guard"}
    assert shown(q="орт очуруучу") == shown(q="пожарный") == shown(q="GUARD") == {"guard"}
    assert shown(q="жок мындай") == set()
    for sort in ("code", "-unit", "head", "-powers", "state"):
        assert len(shown(sort=sort)) == 6
    row = next(
        row for row in client.get(at("positions")).context["rows"] if "specialist" in str(row)
    )
    assert agency.staff.person.short_name in str(row)


@pytest.mark.core
def test_the_register_of_units_says_who_heads_them(client, agency):
    client.force_login(agency.staff)
    unit = UnitFactory(code="lab", parent=UnitFactory(), name={"ky": "Өлчөө бөлүмү"})
    head = PositionFactory(code="lab_head", unit=unit, is_head=True)
    PositionFactory(code="closed", unit=unit, closed_on=localdate())
    cells = [c.text for c in client.get(at("units"), {"q": "олчоо"}).context["rows"][0].cells]
    assert (cells[1], cells[5]) == ("lab", "1")
    assert head.name["ky"] in cells[4]
    Appointment.objects.create(person=agency.staff.person, position=head, since=localdate())
    cells = [c.text for c in client.get(at("units"), {"q": "lab"}).context["rows"][0].cells]
    assert cells[4] == agency.staff.person.short_name
    for tab in ("positions", "under", "history"):
        assert client.get(unit.get_absolute_url(), {"tab": tab}).status_code == 200
    assert "lab" in str(client.get(at("units"), {"parent": unit.parent_id}).context["rows"])


@pytest.mark.parametrize("name", ["positions", "units"])
@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_registers_go_out(client, agency, name, form):
    client.force_login(agency.staff)
    answer = client.get(at(name), {"as": form})
    assert answer.status_code == 200
    assert answer.content[:4] == (b"PK\x03\x04" if form == "xlsx" else b"%PDF")


@pytest.mark.core
@pytest.mark.parametrize("name", ["positions", "units"])
def test_a_register_asks_so_many_questions_whatever_its_length(
    client, agency, name, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(agency.staff)
    numbers = count()

    def grow(n):
        for _one in range(n):
            number = next(numbers)
            unit = UnitFactory(code=f"u{number}", parent=UnitFactory())
            post = PositionFactory(code=f"p{number}", unit=unit, is_head=True)
            person = factories.PersonFactory()
            Appointment.objects.create(person=person, position=post, since=localdate())

    grow(3)
    url = at(name) + "?per=100"
    client.get(url)
    with django_assert_max_num_queries(25) as few:
        client.get(url)
    grow(57)
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(client.get(url).context["rows"]) >= 60


# page, of what, then what stranger, staff, office, manager, director, administrator get
PAGES = [
    ("positions", None, (403, 200, 200, 200, 200, 200)),
    ("units", None, (403, 200, 200, 200, 200, 200)),
    ("position_add", None, (403, 403, 403, 200, 403, 200)),
    ("unit_add", None, (403, 403, 403, 200, 403, 200)),
    ("position", "position", (404, 200, 200, 200, 200, 200)),
    ("position_edit", "position", (404, 403, 403, 200, 403, 200)),
    ("position_powers", "position", (404, 403, 403, 403, 403, 200)),
    ("position_close", "position", (404, 403, 403, 200, 403, 200)),
    ("position_reopen", "position", (404, 403, 403, 200, 403, 200)),
    ("unit", "unit", (404, 200, 200, 200, 200, 200)),
    ("unit_edit", "unit", (404, 403, 403, 200, 403, 200)),
    ("unit_close", "unit", (404, 403, 403, 200, 403, 200)),
    ("unit_reopen", "unit", (404, 403, 403, 200, 403, 200)),
]


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize(("name", "what", "expected"), PAGES)
def test_who_may_look_and_who_may_change(
    client, agency, stranger, administrator, name, what, expected
):
    things = {"position": PositionFactory(code="guard"), "unit": UnitFactory()}
    address = at(name, *([things[what]] if what else []))
    readers = (stranger, agency.staff, agency.office, agency.manager, agency.director)
    for user, code in zip((*readers, administrator), expected, strict=True):
        client.force_login(user)
        assert client.get(address).status_code == code, (user.username, user.powers)
        if code in (403, 404):
            values = typed(unit=UnitFactory().pk, revision=1, on=localdate(), reason="5")
            assert client.post(address, values).status_code == (
                code if what or code == 403 else 403
            )
    assert not Position.objects.filter(code="quality_inspector").exists()


@pytest.mark.core
def test_buttons_stand_only_for_who_may(client, agency, administrator):
    post = PositionFactory(code="guard")
    for user, some in ((agency.staff, 0), (agency.manager, 2), (administrator, 3)):
        client.force_login(user)
        page = client.get(post.get_absolute_url())
        assert len(page.context["steps"]) == some
        assert (at("position_add") in client.get(at("positions")).content.decode()) == bool(some)
        for name in ("people:people", "people:positions", "people:units"):
            links = client.get(reverse(name)).content.decode()
            assert all(at(other) in links for other in ("people", "positions", "units"))
        structure = client.get(STRUCTURE).content.decode()
        assert at("positions") in structure
        assert post.get_absolute_url() in structure


# Profile and history ------------------------------------------------------------------------


ORGANISATION = """
profile: test
units:
  - {code: office, name: {ky: Кеңсе}}
  - {code: lab, name: {ky: Лаборатория}, parent: office}
positions:
  - {code: guard, name: {ky: Кароолчу}, unit: lab, head: true}
  - {code: clerk, name: {ky: Иш кагаз жүргүзүүчү}, unit: office}
"""


@pytest.mark.core
def test_a_profile_neither_opens_again_nor_uses_what_was_closed(tmp_path, agency):
    file = tmp_path / "profile.yaml"
    file.write_text(ORGANISATION, encoding="utf-8")
    profile.load(file)
    guard, lab = Position.objects.get(code="guard"), Unit.objects.get(code="lab")
    guard.close(by=agency.manager, on=localdate(), reason="5")
    lab.close(by=agency.manager, on=localdate(), reason="5")

    file.write_text(ORGANISATION.replace("Кароолчу", "Башка"), encoding="utf-8")
    plan = profile.load(file)
    guard.refresh_from_db()
    assert (plan.changed, guard.name["ky"], guard.closed_on) == ([], "Кароолчу", localdate())
    assert "position guard: closed, left alone" in plan.waiting
    assert {"guard", "lab"}.isdisjoint(row["code"] for row in written_positions())

    more = "  - {code: new, name: {ky: Жаңы}, unit: lab}\n"
    file.write_text(ORGANISATION + more, encoding="utf-8")
    with pytest.raises(ProfileError, match="is closed"):
        profile.load(file)


@pytest.mark.core
def test_history_from_before_these_fields_keeps_its_digests(agency, monkeypatch):
    """A row of the journal written by an earlier program is not taken for an edited one."""
    for model in (Unit, Position):
        row = model.history.first()
        now = row_digest(row)
        kept = [f for f in model.history.model.tracked_fields if f.name not in model.LATER]
        with monkeypatch.context() as patch:
            patch.setattr("common.models.history.tracked", lambda _model, kept=kept: kept)
            assert row_digest(row) == now
        row.closed_on = localdate()
        assert row_digest(row) != now


@pytest.mark.core
def test_the_nightly_check_finds_nothing_after_all_of_it(client, keeper, administrator):
    post = PositionFactory(code="guard")
    client.post(at("position_edit", post), typed(unit=post.unit_id, is_head="on", revision=1))
    shut(client, post)
    reopen(client, post)
    client.force_login(administrator)
    tick(client, post, "journal.read")
    post.refresh_from_db()
    newest = JournalEntry.objects.filter(deed="change_powers").last()
    kept = {tuple(one[:2]): one[2] for one in newest.details["history"]}
    row = post.history.first()
    assert kept["people.position", row.pk] == fact_of(row)[2]
    assert not [found for found, _rows in trail._standing(Position) if found]
