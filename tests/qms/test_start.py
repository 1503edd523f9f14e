"""An empty installation is led by its guide, and by nobody who has not the code."""

import io
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from PIL import Image

from common.backup import keys
from common.backup.lacking import lacking
from common.models import JournalEntry, deed, record
from documents.models import DocumentType, DocumentVersion
from people.models import Appointment, FirstStart, Organisation, Person, Position, User
from qms.start import WRONG_CODES, is_open
from tests import factories
from tests.remembering import remembered

pytestmark = pytest.mark.django_db

ADDRESS = {page: f"/start/{page}/" for page in ("organisation", "profile", "administrator")}
NAMES = {
    "name_ky": "«Жаңы өлчөм» агенттиги",
    "name_ru": "Агентство «Жаңы өлчөм»",
    "short_name_ky": "Жаңы өлчөм",
    "place_ky": "Ош ш.",
    "phone": "0312 00 00 00",
    "email": "kense@example.kg",
    "original_language": "ky",
    "revision": "0",
}
ADMINISTRATOR = {
    "surname": "Үсөнова",
    "given": "Жаңыл",
    "email": "usonova@example.kg",
    "language": "ky",
    "username": "Usonova",
    "password": factories.PASSWORD,
    "again": factories.PASSWORD,
    "revision": "",
}


@pytest.fixture(autouse=True)
def new_installation(monkeypatch, db):
    """The guide is asked for, and nobody has tried a code yet."""
    monkeypatch.setattr("qms.start.is_open", is_open)
    cache.clear()
    return cache.clear


def new_code() -> str:
    out = io.StringIO()
    call_command("first_start", "--code", stdout=out)
    return re.search(r"(?:[0-9a-f]{4}-){7}[0-9a-f]{4}", out.getvalue())[0]


def come_in(client) -> None:
    assert client.post("/start/", {"code": new_code()}).status_code == 302


def give_name(client, **changes):
    return client.post(ADDRESS["organisation"], NAMES | changes)


def load_profile(client):
    return client.post(ADDRESS["profile"], {"act": "load", "source": "agency", "sha256": ""})


def name_administrator(client, **changes):
    position = Position.objects.get(code="system_administrator").pk
    return client.post(ADDRESS["administrator"], ADMINISTRATOR | {"position": position} | changes)


@pytest.fixture
def inside(client):
    come_in(client)
    return client


@pytest.fixture
def loaded(client):
    """The organisation is named and has the profile of an agency."""

    def make():
        come_in(client)
        assert give_name(client).status_code == 302
        assert load_profile(client).status_code == 302

    remembered("the guide, profile loaded", make)
    come_in(client)  # by a code of its own: what is remembered may be an hour old
    return client


@pytest.fixture
def named(client, request):
    """Everything that must be there is there."""

    def make():
        request.getfixturevalue("loaded")
        assert name_administrator(client).status_code == 302

    remembered("the guide, administrator named", make)
    come_in(client)
    return client


# The door ---------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/people/", "/v/abc/", "/nonsense/"])
def test_every_address_leads_to_the_guide(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, "/start/")


def test_whoever_watches_still_gets_an_answer(client):
    assert client.get("/healthz").status_code in (200, 503)


@pytest.mark.core
@pytest.mark.parametrize("page", [*ADDRESS.values(), "/start/mail/", "/start/certificate/"])
def test_without_the_code_no_page_opens_and_nothing_is_written(client, page):
    new_code()
    for answer in (client.get(page), client.post(page, NAMES | {"act": "finish"})):
        assert answer["Location"] == "/start/"
    assert not Organisation.objects.exists()


def test_only_the_hash_of_the_code_is_kept():
    code = new_code().replace("-", "")
    assert len(code) == 32
    assert code not in FirstStart.current().code_hash
    assert FirstStart.current().opens(code.upper())


def test_a_new_code_makes_the_old_one_and_its_sessions_void(inside, client):
    new_code()
    assert inside.get(ADDRESS["organisation"])["Location"] == "/start/"


def test_wrong_codes_are_limited_and_then_even_the_right_one_waits(client):
    code = new_code()
    for _n in range(WRONG_CODES):
        assert client.post("/start/", {"code": "0000"}).status_code == 422
    assert client.post("/start/", {"code": code}).status_code == 429


def test_the_command_says_the_code_once_and_not_to_the_next_who_asks():
    out = io.StringIO()
    call_command("first_start", "--empty", stdout=out)
    kept = FirstStart.current().code_hash
    call_command("first_start", "--empty", stdout=out)

    assert out.getvalue().count("Код / Code:") == 1
    assert FirstStart.current().code_hash == kept
    assert not Organisation.objects.exists()


def test_production_never_gets_the_sample(settings):
    settings.PRODUCTION = True
    call_command("first_start", stdout=io.StringIO())
    assert not Organisation.objects.exists()
    assert FirstStart.current() is not None


# The pages --------------------------------------------------------------------------------------


@pytest.mark.core
def test_through_the_guide_to_the_home_page(named):
    assert named.post("/start/mail/", {"act": "go"}).status_code == 302
    assert named.post("/start/address/").status_code == 302
    end = named.post("/start/certificate/", {"act": "finish"})

    assert end["Location"] == "/"
    assert named.get("/").status_code == 200
    ours, user = Organisation.current(), User.objects.get()
    assert ours.name["ky"] == "«Жаңы өлчөм» агенттиги"
    assert (ours.phone, ours.is_sample) == ("+996312000000", False)
    assert user.username == "usonova"
    assert user.check_password(factories.PASSWORD)
    assert {"people.manage", "settings.manage"} <= user.powers
    assert DocumentType.objects.count() > 10
    deeds = list(JournalEntry.objects.values_list("deed", flat=True))
    assert [d for d in deeds if d not in ("create", "load_library")] == [
        *("settings", "publish", "load_profile", "finish_start", "sign_in")
    ]
    assert named.get("/start/")["Location"] == "/"


def test_nothing_of_the_sample_comes_along(named):
    ours = Organisation.current()
    assert "e_signature_order" not in ours.switches
    assert "Ак өлчөм" not in str([ours.name, ours.address, ours.site])


@pytest.mark.core
def test_one_comes_back_and_changes_what_was_saved(named):
    again = {"revision": str(Organisation.current().revision), "short_name_ky": "Жаңы"}
    assert give_name(named, **again).status_code == 302
    changed = name_administrator(
        named, revision=User.objects.get().pk, username="janyl", password="", again=""
    )

    assert changed.status_code == 302
    assert Organisation.objects.get().short_name["ky"] == "Жаңы"
    user = User.objects.get()
    assert user.username == "janyl"
    assert user.check_password(factories.PASSWORD)
    assert Person.objects.count() == Appointment.objects.count() == 1


@pytest.mark.core
def test_two_in_the_guide_make_no_double_rows_and_lose_nothing(inside):
    give_name(inside)
    assert give_name(inside).status_code == 302  # the very same page once more
    other = give_name(inside, short_name_ky="Башка")

    assert other.status_code == 409
    assert "Башка" in other.content.decode()
    assert Organisation.objects.get().short_name["ky"] == "Жаңы өлчөм"
    load_profile(inside)
    load_profile(inside)
    positions = Position.objects.count()
    name_administrator(inside)
    second = name_administrator(inside, username="kimdir", surname="Акматова")
    assert second.status_code == 409
    assert "Акматова" in second.content.decode()
    assert User.objects.get().username == "usonova"
    assert Position.objects.count() == positions
    assert JournalEntry.objects.filter(deed="load_profile").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"again": "another-password-1"}, "again"),
        ({"password": "12345678901", "again": "12345678901"}, "password"),
        ({"email": ""}, "email"),
        ({"surname": "", "patronymic": ""}, None),
        ({"phone": "12"}, "phone"),
        ({"position": "999999"}, "position"),
    ],
)
def test_a_weak_or_incomplete_administrator_is_refused(loaded, changes, field):
    page = name_administrator(loaded, **changes)

    assert page.status_code == 422
    assert page.context["form"].errors.get(field or "__all__")
    assert not User.objects.exists()


def test_only_those_positions_that_look_after_people_and_the_installation(loaded):
    offered = loaded.get(ADDRESS["administrator"]).context["form"].fields["position"].queryset
    assert {p.code for p in offered} == {"director", "system_administrator"}


def test_later_pages_wait_for_the_earlier(inside):
    assert inside.get(ADDRESS["profile"])["Location"] == ADDRESS["organisation"]
    give_name(inside)
    assert inside.get("/start/mail/")["Location"] == ADDRESS["profile"]


# The profile ------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_profile_is_shown_before_it_is_loaded(inside):
    give_name(inside)
    page = inside.post(ADDRESS["profile"], {"source": "agency"})

    assert page.status_code == 200
    assert "Юрист" in page.content.decode()
    assert not Position.objects.exists()


def own_profile(text: str):
    return SimpleUploadedFile("биздики.yaml", text.encode())


def test_a_profile_of_ones_own_keeps_the_name_already_given(inside):
    give_name(inside)
    text = (
        "profile: own\nversion: 1\norganisation: {name: {ky: Башка}}\n"
        "units: [{code: all, name: {ky: Бөлүм}}]\n"
        "powers: [{code: settings.manage, name: {ky: Орнотуу}}]\n"
        "positions: [{code: keeper, name: {ky: Сакчы}, unit: all, powers: [settings.manage]}]\n"
    )
    seen = inside.post(ADDRESS["profile"], {"source": "file", "file": own_profile(text)})
    sha256 = seen.context["sha256"]
    inside.post(ADDRESS["profile"], {"act": "load", "source": "file", "sha256": sha256})

    assert Position.objects.get().code == "keeper"
    assert Organisation.current().name["ky"] == "«Жаңы өлчөм» агенттиги"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("profile: own\nversion: 1\nunits: [{code: a, nam: {ky: А}}]\n", "units[a].nam"),
        ("a: [", "YAML"),
        ("units: 3", "units"),
    ],
)
def test_a_broken_profile_names_the_place(inside, text, place):
    give_name(inside)
    page = inside.post(ADDRESS["profile"], {"source": "file", "file": own_profile(text)})

    assert page.status_code == 422
    assert place in str(page.context["form"].errors)


def test_no_profile_is_chosen_in_advance(inside):
    give_name(inside)

    page = inside.get(ADDRESS["profile"])

    assert "checked" not in page.content.decode().partition('name="source"')[2].partition("file")[0]


@pytest.mark.parametrize("source", ["agency", "university"])
def test_the_preview_names_processes_and_required_documents(inside, source):
    give_name(inside)

    page = inside.post(ADDRESS["profile"], {"source": source})

    with translation.override("en"):
        names = {str(kind["name"]) for kind in page.context["made"]}
        assert "Required documents" in names
        assert "Processes" in names or source == "agency"


def test_another_file_than_the_one_shown_is_not_loaded(inside):
    give_name(inside)
    answer = inside.post(ADDRESS["profile"], {"act": "load", "source": "file", "sha256": "0" * 64})
    assert answer.status_code == 409


# Mail, address, end -----------------------------------------------------------------------------


def test_a_test_letter_leaves_and_the_answer_is_shown(named):
    page = named.post("/start/mail/", {"act": "send", "address": "a@example.kg"})
    assert page.context["sent_to"] == "a@example.kg"
    assert mail.outbox[0].to == ["a@example.kg"]
    assert FirstStart.current().done["mail"] == "done"


def test_what_a_dead_mail_server_answers_is_shown(named, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = named.post("/start/mail/", {"act": "send", "address": "a@example.kg"})

    assert page.status_code == 422
    assert "connection refused" in page.content.decode()
    named.post("/start/mail/", {"act": "go"})
    assert FirstStart.current().done["mail"] == "skipped"


@pytest.mark.parametrize(
    ("address", "code"), [("http://agency.kg", 422), ("https://agency.kg", 302)]
)
def test_production_does_not_end_with_an_address_that_is_not_encrypted(
    named, settings, address, code
):
    settings.PRODUCTION, settings.PUBLIC_BASE_URL = True, address
    assert named.post("/start/address/").status_code == code
    named.post("/start/certificate/", {"act": "finish"})
    assert (FirstStart.current().finished_at is not None) == (code == 302)


def test_the_guide_ends_once_for_both_who_press_the_button(named, client):
    named.post("/start/certificate/", {"act": "finish"})
    named.post("/start/certificate/", {"act": "finish"})
    assert JournalEntry.objects.filter(deed="finish_start").count() == 1


@pytest.mark.core
def test_what_to_do_next_ticks_itself_off(named, monkeypatch):
    named.post("/start/certificate/", {"act": "finish"})
    monkeypatch.setattr("qms.start.is_open", lambda: False)

    def ticked() -> list[bool]:
        return [step.is_done for step in named.get("/").context["next_steps"]]

    assert not any(ticked()[:2])
    factories.PersonFactory()
    DocumentVersion.objects.filter(pk=factories.VersionFactory().pk).update(
        state="in_force", in_force_from="2026-01-09", order_number="1"
    )
    assert all(ticked()[:2])


@pytest.mark.core
def test_who_manages_documents_is_told_the_own_first_work(named, client, monkeypatch):
    named.post("/start/certificate/", {"act": "finish"})
    monkeypatch.setattr("qms.start.is_open", lambda: False)
    manager = factories.employee("manager_of_documents", "documents.manage", "documents.author")
    client.force_login(manager)

    steps = client.get("/").context["next_steps"]

    assert steps[0].url == reverse("documents:papers_upload")
    assert not steps[0].is_done
    assert not any(step.url.startswith("/people") for step in steps)


def test_nobody_else_is_told_what_to_do_next(client, agency):
    client.force_login(agency.staff)
    assert not client.get("/").context.get("next_steps")


# The emblem -------------------------------------------------------------------------------------


def picture(kind="PNG", size=(900, 600)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return SimpleUploadedFile("эмблема", out.getvalue())


@pytest.mark.core
def test_the_emblem_stands_on_pages_and_papers(inside):
    assert give_name(inside, picture=picture("JPEG")).status_code == 302

    ours = Organisation.current()
    shown = inside.get(reverse("emblem", args=[ours.emblem.sha256]))
    assert shown["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(shown.content)) as drawn:
        assert drawn.size == (600, 400)
    assert ours.emblem.sha256 in inside.get(ADDRESS["organisation"]).content.decode()
    assert ours.emblem_data.startswith("data:image/png;base64,")
    assert inside.get(reverse("emblem", args=["0" * 64])).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nbroken"),
        SimpleUploadedFile("a.png", b"x" * (2 * 1024 * 1024 + 1)),
    ],
    ids=["svg", "broken", "large"],
)
def test_what_is_no_picture_is_no_emblem(inside, bad):
    page = give_name(inside, picture=bad)
    assert page.status_code == 422
    assert page.context["form"].errors["picture"]


@pytest.mark.parametrize(("kind", "size"), [("GIF", (100, 100)), ("PNG", (10, 10))])
def test_other_pictures_and_tiny_ones_are_refused(inside, kind, size):
    assert give_name(inside, picture=picture(kind, size)).status_code == 422


def buttons(page) -> dict[str, bool]:
    """The buttons of a page by their words, and which of them are filled."""
    found = re.findall(r'<button class="btn([^"]*)">(?:<svg.*?</svg>)?([^<]+)', page, re.S)
    return {words.strip(): "btn-primary" in classes for classes, words in found}


def test_with_a_mail_server_the_test_letter_is_the_main_button(named, settings):
    named.cookies["django_language"] = "en"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    shown = buttons(named.get("/start/mail/").content.decode())
    assert (shown["Send a test letter"], shown["Go on without mail"]) == (True, False)

    answer = named.post("/start/mail/", {"act": "send", "address": "a@example.kg"})
    shown = buttons(answer.content.decode())
    assert (shown["Send a test letter"], shown["Go on"]) == (False, True)

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    shown = buttons(named.get("/start/mail/").content.decode())
    assert (shown["Send a test letter"], shown["Go on without mail"]) == (False, True)


@pytest.mark.parametrize(("production", "name"), [(True, "sapat-manage"), (False, "manage.py")])
def test_the_command_has_the_name_it_has_here(client, settings, production, name):
    settings.PRODUCTION = production
    assert f"{name} first_start --code</code>" in client.get("/start/").content.decode()


@pytest.mark.core
def test_what_the_backups_lack_is_said_until_it_is_there(named, settings, tmp_path):
    named.cookies["django_language"] = "en"
    settings.BACKUP_TO = [str(tmp_path / "var" / "backups")]
    settings.VAR.mkdir(exist_ok=True)
    named.post("/start/certificate/", {"act": "finish"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("qms.start.is_open", lambda: False)

        def step():
            steps = named.get("/").context["next_steps"]
            return next(one for one in steps if one.url == reverse("backups"))

        assert len(step().lacks) == 2
        for page in (named.get("/"), named.get(reverse("backups"))):
            words = page.content.decode()
            assert "The key of the backups was not printed yet." in words
            assert "on the same disk" in words

        settings.BACKUP_KEY = settings.VAR / "backup.key"
        keys.make()
        with deed():
            record(None, "print_key", by=None, key=keys.public())
        settings.BACKUP_TO = ["s3://key:secret@127.0.0.1:9/bucket?scheme=http"]
        assert step().is_done
        assert lacking() == []


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("rules_agency", "accreditation_head"),
        ("college", "methodologist"),
        ("school", "career_head"),
        ("university", "dean_natural"),
    ],
)
def test_the_other_profiles_come_along_without_their_invented_names(inside, source, position):
    give_name(inside)
    assert f'value="{source}"' in inside.get(ADDRESS["profile"]).content.decode()

    inside.post(ADDRESS["profile"], {"source": source})
    answer = inside.post(ADDRESS["profile"], {"act": "load", "source": source, "sha256": ""})

    assert answer["Location"] == ADDRESS["administrator"]
    assert Position.objects.filter(code=position).exists()
    ours = Organisation.current()
    assert ours.name["ky"] == "«Жаңы өлчөм» агенттиги"
    assert "above" not in ours.header


def test_a_profile_nobody_offers_is_not_loaded(inside):
    give_name(inside)
    answer = inside.post(ADDRESS["profile"], {"act": "load", "source": "sample", "sha256": ""})
    assert answer.status_code == 409
