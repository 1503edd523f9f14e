"""The public pages: what anyone may read, from the very moment, and never anything else."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Blob, Opening
from documents import tasks
from documents.models import Access, DocumentType, DocumentVersion, VersionText
from documents.models.signature_file import PAPER
from people.models import Appointment, Position
from tests import factories
from tests.qms.test_access import ALL

pytestmark = pytest.mark.django_db
LISTS = ("public_home", "public_policy", "public_structure", "public_documents")
WORDS = "Ушул жылдын артыкчылыгы"
TEXT = f"<h2>Саясат</h2><p>1. {WORDS} – мөөнөт.</p>"


@pytest.fixture
def stranger():
    """Somebody who never signed in."""
    return Client()


@pytest.fixture
def policy_type(agency):
    return DocumentType.objects.create(
        code="rule_of_the_year",
        name={"ky": "Жылдык саясат", "en": "Policy"},
        access=Access.PUBLIC,
        considerations=[{"code": "goal", "name": {"ky": "Максат"}}],
        route=agency._route("by_director", ("approve", "director")),
    )


def written(agency, kind, access=Access.PUBLIC, **fields) -> DocumentVersion:
    """A draft of a type with a text; what a policy takes into account is filled in."""
    version = factories.VersionFactory(
        document__type=kind,
        document__access=access,
        document__title={"ky": "Ачык барактын сөзү", "en": "Words of the public page"},
        author=agency.manager.person,
        html=TEXT,
        **fields,
    )
    for line in version.asked_lines():
        version.considerations.create(
            kind=line.kind, item=line.item, name=line.name, evidence="Ички далил"
        )
    return version


def approved(version, agency, **approval):
    version.send(by=agency.manager)
    factories.approve(version, agency, **approval)
    return version


def next_version(version, agency):
    new = factories.VersionFactory(
        document=version.document,
        issue=version.issue + 1,
        author=agency.manager.person,
        html=TEXT.replace("мөөнөт", "ачыктык"),
    )
    for line in new.asked_lines():
        new.considerations.create(
            kind=line.kind, item=line.item, name=line.name, evidence="Дагы бир далил"
        )
    return new


def page_of(version) -> str:
    return reverse("public_document", args=[version.token])


def every_page(client, *versions) -> str:
    """All that the public pages say, the addresses of these versions among them."""
    pages = [client.get(reverse(name)) for name in LISTS]
    pages += [client.get(page_of(version)) for version in versions]
    return "\n".join(page.content.decode() for page in pages)


# In force is published ------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.3", "004-5.5.1-b", "003-8.2.3")
def test_the_moment_it_comes_into_force_it_is_public_and_not_before(
    stranger, agency, policy_type, tomorrow, clock
):
    version = written(agency, policy_type)
    assert WORDS not in every_page(stranger, version)
    version.send(by=agency.manager)
    assert WORDS not in every_page(stranger, version)
    factories.approve(version, agency, in_force_from=tomorrow)
    before = every_page(stranger, version)
    assert WORDS not in before
    assert "Ачык барактын сөзү" not in before
    assert stranger.get(page_of(version)).status_code == 404

    clock.shift(days=1)
    tasks.enact_due()

    page = stranger.get(reverse("public_policy"))
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert version.order_number in page.content.decode()
    assert reverse("verify", args=[version.token]) in page.content.decode()
    assert WORDS in stranger.get(page_of(version)).content.decode()
    assert "Ачык барактын сөзү" in stranger.get(reverse("public_documents")).content.decode()
    assert "Ачык барактын сөзү" in stranger.get(reverse("public_home")).content.decode()


@pytest.mark.clause("004-5.3")
def test_the_policy_says_who_approved_it(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    name = agency.director.person.signature_name
    for url in ("/public/policy/", page_of(version)):
        assert name in stranger.get(url).content.decode(), url


def test_pages_of_verification_keep_the_public_places(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    places = [reverse(name) for name in ("public_home", "public_policy", "check_paper")]
    for url in ("/v/", f"/v/{version.token}/", f"/v/{'0' * 32}/", "/certificates/"):
        page = stranger.get(url).content.decode()
        assert all(f'href="{place}"' in page for place in places), url
    assert "error-acts" in stranger.get(f"/v/{'0' * 32}/").content.decode()


def test_an_earlier_policy_is_read_only_at_its_address_and_marked(stranger, agency, policy_type):
    old = approved(written(agency, policy_type), agency)
    new = approved(next_version(old, agency), agency)
    stranger.cookies["django_language"] = "en"

    policy = stranger.get(reverse("public_policy")).content.decode()
    assert "ачыктык" in policy
    assert "мөөнөт" not in policy
    assert page_of(old) in policy  # in the list of earlier ones
    listed = stranger.get(reverse("public_documents")).content.decode()
    assert page_of(new) in listed
    assert page_of(old) not in listed
    page = stranger.get(page_of(old))
    assert page.status_code == 200
    assert "No longer in force since" in page.content.decode()
    assert page_of(new) in page.content.decode()
    assert stranger.get(reverse("public_paper", args=[old.token, "ky"])).status_code == 404


def test_what_is_withdrawn_is_told_as_such_and_shows_nothing(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    version.withdraw(by=agency.director, reason="Бүттү")

    page = stranger.get(page_of(version))

    assert page.status_code == 404
    assert WORDS not in page.content.decode()
    assert WORDS not in every_page(stranger, version)
    assert stranger.get(reverse("public_policy")).status_code == 200


@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("access", [Access.STAFF, Access.TOP])
def test_what_is_not_public_is_nowhere_on_the_public_pages(stranger, agency, policy_type, access):
    hidden = approved(written(agency, policy_type, access), agency)
    title = "Ачык барактын сөзү"

    said = every_page(stranger, hidden)

    assert title not in said
    assert WORDS not in said
    assert hidden.document.code not in said
    assert stranger.get(page_of(hidden)).status_code == 404
    assert stranger.get(reverse("public_paper", args=[hidden.token, "ky"])).status_code == 404
    # Signed while it was not public: its old versions stay closed also when it becomes public.
    new = approved(next_version(hidden, agency), agency)
    hidden.document.access = Access.PUBLIC
    hidden.document.save()
    assert stranger.get(page_of(hidden)).status_code == 404
    assert stranger.get(page_of(new)).status_code == 200
    assert page_of(hidden) not in stranger.get(page_of(new)).content.decode()


def test_an_altered_text_is_not_published(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    VersionText.objects.filter(version=version).update(html="<p>Башка сөз</p>")

    page = stranger.get(reverse("public_policy")).content.decode()

    assert "Башка сөз" not in page
    assert stranger.get(reverse("public_paper", args=[version.token, "ky"])).status_code == 404


def test_the_frozen_paper_is_given_once_it_is_made(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    url = reverse("public_paper", args=[version.token, "ky"])
    assert stranger.get(url).status_code == 404
    assert url not in stranger.get(reverse("public_policy")).content.decode()
    blob = Blob.store([b"%PDF-1.7 the frozen one"])
    Attachment.objects.create(owner=version, blob=blob, name="p.pdf", kind=PAPER, language="ky")

    paper = stranger.get(url)

    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content) == b"%PDF-1.7 the frozen one"
    assert url in stranger.get(reverse("public_policy")).content.decode()
    assert stranger.get(reverse("public_paper", args=[version.token, "ru"])).status_code == 404


# Languages, caches, limits ----------------------------------------------------------------------


def test_the_text_is_in_the_language_chosen_and_the_original_is_marked(
    stranger, agency, policy_type
):
    version = written(agency, policy_type)
    version.texts.create(language="ru", html="<p>1. Русский текст политики.</p>")
    approved(version, agency)

    page = stranger.get(f"{reverse('public_policy')}?lang=ru")

    assert "Русский текст политики" in page.content.decode()
    assert page["Content-Language"] == "ru"
    assert 'lang="ru"' in page.content.decode()
    assert stranger.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ru"
    again = stranger.get(reverse("public_policy")).content.decode()
    assert "Русский текст политики" in again
    wrong = stranger.get(f"{reverse('public_policy')}?lang=xx")
    assert wrong.status_code == 200
    english = stranger.get(f"{reverse('public_policy')}?lang=en").content.decode()
    assert WORDS in english  # no English text: the original
    assert "original" in english


def test_a_page_is_kept_by_its_tag_until_it_changes(stranger, agency, policy_type):
    version = approved(written(agency, policy_type), agency)
    first = stranger.get(reverse("public_policy"))
    assert "public" in first["Cache-Control"]
    assert "Cookie" in first["Vary"]
    tag = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert stranger.get(reverse("public_policy"), **tag).status_code == 304
    approved(next_version(version, agency), agency)
    assert stranger.get(reverse("public_policy"), **tag).status_code == 200
    stranger.force_login(agency.staff)
    assert "private" in stranger.get(reverse("public_policy"))["Cache-Control"]


@pytest.mark.parametrize("name", LISTS)
def test_with_nothing_in_it_every_page_stands_and_takes_no_post(stranger, db, name):
    assert stranger.get(reverse(name)).status_code == 200
    assert stranger.post(reverse(name)).status_code in (403, 405)


def test_too_many_requests_are_turned_away(stranger, db):
    limits = {"public_home": ({"GET"}, 2, 60)}
    from django.test import override_settings  # noqa: PLC0415

    with override_settings(LIMITS=limits):
        codes = [stranger.get(reverse("public_home")).status_code for _n in range(3)]
    assert codes == [200, 200, 429]


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_of_documents_costs_the_same_for_any_length(
    stranger, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        factories.VersionFactory(
            document__type=agency.local_act,
            document__access=Access.PUBLIC,
            author=agency.manager.person,
            state="in_force",
            in_force_from=localdate(),
            order_number=str(n),
        )
    with django_assert_max_num_queries(5):
        page = stranger.get(reverse("public_documents"))
    assert page.content.decode().count("/public/documents/") >= min(count, 50)


def test_the_root_leads_to_signing_in_and_that_page_to_the_public_ones(stranger, db):
    assert stranger.get("/")["Location"].startswith("/sign-in/")
    assert reverse("public_home") in stranger.get("/sign-in/").content.decode()


# The structure ----------------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.1-b")
def test_the_structure_names_units_and_heads_positions_but_people_only_by_a_switch(
    stranger, agency
):
    unit = factories.UnitFactory(
        code="lab", name={"ky": "Өлчөө тобу"}, parent=factories.UnitFactory(code="office")
    )
    post = factories.PositionFactory(code="lab_head", unit=unit, name={"ky": "Топ башчысы"})
    Position.objects.filter(pk=post.pk).update(is_head=True)
    person = factories.PersonFactory(surname="Көрүнбөсов")
    Appointment.objects.create(person=person, position=post)
    url = reverse("public_structure")

    page = stranger.get(url).content.decode()
    assert "Өлчөө тобу" in page
    assert "Топ башчысы" in page
    assert "Көрүнбөсов" not in page
    agency.organisation.switches["public_head_names"] = True
    agency.organisation.save()
    assert "Көрүнбөсов" in stranger.get(url).content.decode()


# Top management alone ---------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_staff_never_learn_of_what_top_management_alone_reads(client, agency):
    hidden = factories.VersionFactory(
        document__type=agency.local_act,
        document__access=Access.TOP,
        document__code="ӨК-55",
        document__title={"ky": "Купуя өнүгүү жолу"},
        author=agency.manager.person,
        html="<p>1. Жашырын максат.</p>",
    )
    factories.put_in_force(hidden, agency)
    client.force_login(agency.staff)
    pages = [
        *("/", reverse("my_work"), "/documents/", f"/search/?q={'Купуя'}", "/search/?q=ӨК-55"),
        *("/search/?q=Жашырын", "/people/", agency.staff.person.get_absolute_url()),
        *(reverse(name) for name in LISTS),
    ]

    for url in pages:
        said = client.get(url, follow=True).content.decode()
        assert "Купуя өнүгүү" not in said, url
        assert hidden.document.get_absolute_url() not in said, url
        assert hidden.get_absolute_url() not in said, url
    for suffix in ("", "?tab=readings", "?tab=considered"):
        assert client.get(hidden.get_absolute_url() + suffix).status_code == 404
        assert client.get(hidden.document.get_absolute_url() + suffix).status_code == 404
    for name in ("read_on_paper", "waive_reading", "ask_again", "tell_staff", "version_sheet"):
        assert client.get(reverse(f"documents:{name}", args=[hidden.pk])).status_code == 404
    assert not hidden.readings.filter(person=agency.staff.person).exists()
    assert not Opening.objects.exists()

    client.force_login(agency.director)
    assert client.get(hidden.get_absolute_url()).status_code == 200
    assert Opening.objects.filter(user=agency.director).exists()


def plain_pages() -> list[str]:
    """Every page of the house whose address asks for nothing."""
    names = {name for name, pattern in ALL.items() if not pattern.pattern.converters}
    closed = {"sign_out", "set_language", "theme", "healthz", "metrics"}
    return sorted(reverse(name) for name in names - closed)


@pytest.mark.clause("004-5.5.1-b")
def test_no_page_or_list_of_the_house_tells_staff_of_the_restricted(client, agency):
    open_one = factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(open_one, agency)
    hidden = factories.VersionFactory(
        document__type=agency.local_act,
        document__access=Access.TOP,
        document__code="ӨК-55",
        document__title={"ky": "Купуя өнүгүү жолу"},
        document__basis=open_one.document,
        author=agency.manager.person,
        html="<p>1. Жашырын максат.</p>",
    )
    factories.put_in_force(hidden, agency)
    client.force_login(agency.staff)
    pages = [*plain_pages(), open_one.get_absolute_url(), open_one.document.get_absolute_url()]
    pages += [f"{open_one.document.get_absolute_url()}?tab={tab}" for tab in ("based", "relations")]
    assert len(pages) > 40

    for url in pages:
        page = client.get(url)
        said = b"".join(page) if page.streaming else page.content
        for secret in ("Купуя өнүгүү", "ӨК-55", "Жашырын максат"):
            assert secret not in said.decode(errors="replace"), url
