"""Strangers, scripts, garbage and a broken house: what nobody may do, and what everybody is told."""

import datetime
import errno
import html.parser
import io
import json
import os
import re
import subprocess
import sys

import openpyxl
import pytest
from django.conf import settings as house
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Blob, JournalEntry, Letter, SavedView
from common.tasks import announce, send_letters
from documents import tasks
from documents.models import ApprovalSheet, Document, DocumentVersion, Nomenclature, Signature
from tests import factories
from tests.documents.test_steps import approval, step_url
from tests.factories import PASSWORD
from tests.qms.test_access import ALL, _arguments

pytestmark = pytest.mark.django_db
ATTACK = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"


class Inline(html.parser.HTMLParser):
    """What a strict policy forbids in a page: scripts and styles in it, handlers, script links."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        names = {name: value or "" for name, value in attrs}
        bad = (
            tag == "style" or (tag == "script" and "src" not in names) or tag in ("iframe", "base")
        )
        bad |= any(name == "style" or name.startswith(("on", "hx-on")) for name in names)
        bad |= any(value.strip().lower().startswith("javascript:") for value in names.values())
        if bad:
            self.found.append(self.get_starttag_text() or tag)


def check(response):
    """A page of ours: a strict policy in its head, nothing inline in its body."""
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    if response["Content-Type"].startswith("text/html"):
        page = response.content.decode()
        assert Inline(page).found == []
        assert "<script>alert" not in page
    return response


@pytest.fixture
def attacked(agency):
    """Every word a person can type, typed by somebody who means ill."""
    titles = {"ky": ATTACK, "ru": ATTACK, "en": ATTACK}
    agency.staff.person.surname = agency.staff.person.given = ATTACK[:70]
    agency.staff.person.save()
    version = factories.VersionFactory(
        document__type=agency.local_act,
        document__title=titles,
        document__aliases=ATTACK,
        document__basis_text=ATTACK,
        document__author=agency.staff.person,
        author=agency.staff.person,
        summary=ATTACK,
        html=f"<p>{ATTACK}</p>" + factories.TEXT,
    )
    Attachment.objects.create(owner=version, blob=Blob.store([b"x"]), name=ATTACK + ".html")
    factories.agreed(version, agency)
    version.send_back(by=agency.director, remark=ATTACK)
    factories.put_in_force(version, agency)
    newer = factories.VersionFactory(
        document=version.document, issue=2, author=agency.manager.person, html=f"<p>{ATTACK}!</p>"
    )
    factories.put_in_force(newer, agency)
    newer.withdraw(by=agency.director, reason=ATTACK)
    for user in (agency.director, agency.manager, agency.staff):
        SavedView.objects.create(user=user, page="/documents/", name=ATTACK[:60], query="q=<b>")
    announce()
    return version, newer


def test_a_script_typed_anywhere_is_words_on_every_page(client, agency, attacked):
    version, newer = attacked
    case = factories.nomenclature(agency)
    case.items.update(title={"ky": ATTACK}, place={"ky": ATTACK}, article=ATTACK)
    places = [reverse("home"), reverse("my_work"), reverse("people:people"), reverse("letters")]
    places += [reverse("journal"), reverse("gallery"), case.get_absolute_url()]
    places += [reverse("documents:documents"), version.document.get_absolute_url()]
    places += [agency.staff.person.get_absolute_url(), reverse("documents:document_add")]
    places += [reverse("verify", args=[v.token]) for v in (version, newer)]
    places += [reverse(name) + "?q=" + ATTACK for name in ("search", "documents:documents")]
    for item in (version, newer):
        url = item.get_absolute_url()
        tabs = ("text", "changes", "sheet", "readings", "files", "history")
        places += [url, *(f"{url}?tab={tab}" for tab in tabs), f"{url}?lang={ATTACK}"]
    places += [version.document.get_absolute_url() + f"?tab={t}" for t in ("based", "history")]
    seen = 0
    readers = [("ky", agency.director), ("ru", agency.manager), ("en", agency.office)]
    for language, user in [*readers, ("ky", agency.staff)]:
        client.force_login(user)
        client.cookies["django_language"] = language
        for place in places:
            response = check(client.get(place))
            seen += "&lt;script&gt;alert" in response.content.decode()
    assert seen > 40
    assert "<script>alert(1)" in Letter.objects.filter(body__contains="<script>").first().body


def test_every_page_has_a_strict_policy_and_nothing_inline(client, agency, in_force):
    tasks.print_papers()
    draft = factories.VersionFactory(
        document=in_force.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    looks = [(None, in_force), (agency.staff, in_force), (agency.director, in_force)]
    for user, version in [*looks, (agency.manager, draft)]:
        client.logout()
        if user:
            client.force_login(user)
        for name, pattern in ALL.items():
            check(client.get(reverse(name, kwargs=_arguments(pattern, version, agency))))
        for step in DocumentVersion.STEPS:
            check(client.get(step_url(version, step)))


def test_nothing_has_an_address_that_deletes(client, agency, in_force):
    removing = {name for name in ALL if re.search("delete|remove|detach|destroy", name)}
    assert removing == {
        *("documents:detach", "documents:case_remove", "documents:order_detach"),
        *("documents:relation_remove", "documents:required_remove", "mail:letter_detach"),
        *("people:app_remove", "people:passkey_remove"),
        *("planning:announcement_detach", "planning:day_remove", "planning:meeting_detach"),
        *("planning:agenda_remove", "planning:amendment_row_remove"),
        *("planning:estimate_remove", "planning:plan_line_remove"),
        *("monitoring:stage_remove", "monitoring:member_remove", "monitoring:material_detach"),
        *("monitoring:nomination_remove", "monitoring:proposal_remove", "monitoring:award_remove"),
    }

    before = Document.objects.count(), DocumentVersion.objects.count(), JournalEntry.objects.count()
    for user, method in ((agency.manager, client.delete), (agency.director, client.put)):
        client.force_login(user)
        for name, pattern in ALL.items():
            url = reverse(name, kwargs=_arguments(pattern, in_force, agency))
            assert method(url).status_code in (302, 403, 404, 405, 409, 422), (name, method)
    assert before == (
        Document.objects.count(),
        DocumentVersion.objects.count(),
        JournalEntry.objects.count(),
    )


# Strangers ----------------------------------------------------------------------------------


def addresses(version, attachment) -> list[str]:
    url = version.get_absolute_url()
    own = ["", "edit/", "import/", "text/ky/", "attach/", "paper/ky/", "paper/ky/?original=1"]
    tabs = [f"?tab={tab}" for tab in ("changes", "sheet", "readings", "files", "history")]
    steps = [f"{step}/" for step in DocumentVersion.STEPS]
    return [url + part for part in own + tabs + steps] + [attachment.get_absolute_url()]


@pytest.mark.clause("004-7.5.5-b", "004-5.5.1-b")
@pytest.mark.parametrize("state", ["draft", "agreeing", "approving", "top"])
def test_what_is_not_theirs_does_not_exist_for_them(client, draft, agency, stranger, state):
    attachment = Attachment.objects.create(owner=draft, blob=Blob.store([b"%PDF"]), name="т.pdf")
    if state == "top":
        draft.document.access = "top"
        draft.document.save()
        factories.put_in_force(draft, agency)
        tasks.print_papers()
    elif state != "draft":
        draft.send(by=agency.manager)
    if state == "approving":
        draft.record_decision(by=agency.office, number="1", date=localdate())
    readers = [agency.staff, stranger, *([agency.office] if state == "draft" else [])]
    count = JournalEntry.objects.count()
    for user in readers:
        client.force_login(user)
        for url in addresses(draft, attachment):
            assert client.get(url).status_code == 404, (user.username, url)
            if "?" not in url:
                assert client.post(url, approval_or_nothing(draft)).status_code in (404, 405), url
        read = reverse("documents:read", args=[draft.pk])
        detach = reverse("documents:detach", args=[draft.pk, attachment.pk])
        assert [client.post(read).status_code, client.post(detach).status_code] == [404, 404]
    assert JournalEntry.objects.count() == count
    assert Attachment.objects.filter(pk=attachment.pk).exists()


def approval_or_nothing(version) -> dict:
    """A whole form, so that only the right to the step is missing."""
    form = approval(version) if version.sheet else {"seen": "0", "password": PASSWORD}
    return form | {"number": "1", "date": localdate().isoformat(), "remark": "Жок", "reason": "Жок"}


ALLOWED = {
    "draft": {"send": {"manager"}, "enter": {"manager"}},
    "agreeing": {"record_decision": {"office"}, "send_back": {"office"}, "recall": {"manager"}},
    "approving": {"approve": {"director"}, "send_back": {"director"}, "recall": {"manager"}},
    "in_force": {"withdraw": {"director"}},
}


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize(
    "step",
    DocumentVersion.STEPS,
)
def test_a_step_is_taken_by_nobody_else_even_with_a_whole_form(client, draft, agency, state, step):
    if state != "draft":
        draft.send(by=agency.manager)
    if state in ("approving", "in_force"):
        draft.record_decision(by=agency.office, number="1", date=localdate())
    if state == "in_force":
        factories.approve(draft, agency)
    form = approval_or_nothing(draft)
    for name in ("staff", "office", "manager", "director"):
        if name in ALLOWED[state].get(step, set()):
            continue
        client.force_login(getattr(agency, name))
        response = client.post(step_url(draft, step), form)
        assert response.status_code in (403, 404, 409, 422), (name, response.status_code)
        draft.refresh_from_db()
        assert draft.state == state, name
    allowed = ALLOWED[state].get(step, set()) - ({"manager"} if step == "enter" else set())
    for name in allowed:
        client.force_login(getattr(agency, name))
        assert client.post(step_url(draft, step), form).status_code == 302


def test_who_may_not_take_a_step_leaves_no_file_behind(client, in_force, agency):
    client.force_login(agency.staff)
    day = localdate().isoformat()
    form = {"approver_name": "А", "approver_position": "Б", "order_number": "1", "confirmed": "on"}
    scan = SimpleUploadedFile("s.pdf", b"%PDF-1.7 much")
    client.post(
        step_url(in_force, "enter"), form | {"order_date": day, "in_force_from": day, "scan": scan}
    )

    assert not Blob.objects.exists()


@pytest.mark.parametrize("end", ["appointment", "account", "external"])
def test_who_left_yesterday_or_is_shut_out_loses_all_today(client, draft, agency, end):
    factories.agreed(draft, agency)
    form = approval(draft)
    client.force_login(agency.director)
    assert client.get(draft.get_absolute_url()).status_code == 200

    if end == "appointment":
        yesterday = localdate() - datetime.timedelta(days=1)
        agency.director.person.appointments.update(since=yesterday, until=yesterday)
    elif end == "account":
        type(agency.director).objects.filter(pk=agency.director.pk).update(is_active=False)
    else:
        type(agency.director.person).objects.update(is_external=True)

    out = 302 if end == "account" else 403
    for url in (reverse("home"), reverse("search"), reverse("documents:documents")):
        assert client.get(url).status_code == out
    assert client.post(step_url(draft, "approve"), form).status_code in (302, 403, 404)
    draft.refresh_from_db()
    assert draft.state == "approving"
    assert not Signature.objects.exists()


@pytest.mark.core
def test_nobody_is_above_the_matrix(agency):
    from people.models import User

    for user in (agency.director, agency.manager):
        assert not user.has_perm("documents.delete_document")
        assert not user.has_perm("nonsense")
        user.is_superuser = user.is_staff = True
        assert not user.has_perm("people.manage_all")
        user.is_active = False
        assert not user.has_perm("people.view_person")
    assert not any(hasattr(User, name) for name in ("is_superuser", "is_staff", "groups"))


# The session --------------------------------------------------------------------------------


@pytest.mark.core
def test_signing_in_changes_the_key_of_the_session(client, agency):
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    client.cookies[house.SESSION_COOKIE_NAME] = before

    client.post(reverse("sign_in"), {"username": agency.staff.username, "password": PASSWORD})

    after = client.cookies[house.SESSION_COOKIE_NAME]
    assert after.value != before
    assert after["httponly"]
    assert after["samesite"] == "Lax"
    other = Client()
    other.cookies[house.SESSION_COOKIE_NAME] = before
    assert other.get("/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_only_into_the_house(client, agency, target):
    form = {"username": agency.staff.username, "password": PASSWORD, "next": target}
    assert client.post(reverse("sign_in") + f"?next={target}", form)["Location"] == "/"
    assert client.get(reverse("sign_in") + f"?next={target}")["Location"] == "/"


def test_a_locked_account_cannot_sign_and_its_lock_says_so(client, draft, agency, settings):
    settings.AXES_ENABLED = True
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    door = Client()
    form = {"username": agency.director.username, "password": "wrong"}
    codes = [door.post(reverse("sign_in"), form).status_code for _n in range(6)]
    assert codes[4:] == [429, 429]
    assert "<h1>" in check(door.post(reverse("sign_in"), form)).content.decode()

    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 429
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert not Signature.objects.exists()


def test_a_form_without_its_token_gets_our_page(agency, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agency.manager)
    for url in (step_url(draft, "send"), reverse("set_language"), reverse("sign_in")):
        page = check(client.post(url, {"language": "en"}))
        assert page.status_code == 403
        assert "Бул форма" in page.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


# Garbage ------------------------------------------------------------------------------------

GARBAGE = ["per=abc", "per=-1", "per=9" * 2, "page=abc", "page=-7", "page=" + "9" * 30]
GARBAGE += [
    "sort=nonsense",
    "sort=--",
    "type=abc",
    "stage=zzz",
    "since=yesterday",
    "q=%00",
    "q=%25",
]
GARBAGE += ["q=" + "%D3%A9" * 500, "as=exe", "tab=nonsense", "lang=zz", "from=abc", "unit=x"]
GARBAGE += ["from=" + "9" * 30, "type=" + "9" * 30, "q=%27%3B--", "q=%E2%80%AE", "per=%C2%B2"]
GARBAGE += ["from=%C2%B2", "since=0001-01-01", "until=9999-12-31"]


@pytest.mark.parametrize(
    "query",
    [*GARBAGE],
)
def test_garbage_in_an_address_breaks_no_page(client, agency, in_force, query):
    client.force_login(agency.director)
    pages = ["documents:documents", "journal", "people:people", "documents:nomenclatures", "search"]
    for url in [*map(reverse, pages), in_force.get_absolute_url()]:
        expected = 400 if "%00" in query else 200
        assert client.get(f"{url}?{query}").status_code == expected, url


def test_garbage_in_a_path_is_not_found(client, agency, in_force):
    client.force_login(agency.manager)
    for pk in ("0", "9" * 30, "-1", "²", "1%00", "../1", "9" * 4500):
        for place in ("version/", "nomenclature/", ""):
            assert client.get(f"/documents/{place}{pk}/").status_code in (400, 404, 301), pk


def test_garbage_in_a_token_is_an_unknown_paper(client):
    for token in ("%00", "x" * 3000, "%F0%9F%98%80"):
        assert client.get(f"/v/{token}/").status_code in (400, 404)


@pytest.mark.parametrize(
    "form",
    [
        {"name": "x" * 500},
        {"name": "  "},
        {"forget": "9" * 30},
        {"forget": "abc"},
        {"name": "а\x00б"},
    ],
)
def test_garbage_in_a_kept_view_is_harmless(client, agency, form):
    client.force_login(agency.staff)
    url = reverse("documents:documents")
    assert client.post(url + "?" + "a=b&" * 500, form).status_code == 302
    assert client.get(url).status_code == 200


def test_a_kept_view_is_forgotten_only_by_its_owner(client, agency):
    view = SavedView.objects.create(user=agency.manager, page="/documents/", name="Меники")
    client.force_login(agency.staff)
    client.post(reverse("documents:documents"), {"forget": view.pk})
    assert SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize("value", ["zz", "../../etc", "<script>", "ky\x01", "K" * 4000])
def test_garbage_in_cookies_is_as_if_nothing_were(client, agency, value):
    client.force_login(agency.staff)
    for name in (house.LANGUAGE_COOKIE_NAME, "theme", "messages", "sessionid2"):
        client.cookies[name] = value
    assert check(client.get("/"))["Content-Language"] == "ky"


def test_a_foreign_host_gets_a_page_and_no_link(client, settings):
    settings.ALLOWED_HOSTS = ["sapat.example.kg"]
    page = check(client.get("/sign-in/", headers={"host": "evil.example"}))
    assert page.status_code == 400
    assert "evil.example" not in page.content.decode()


def test_letters_carry_the_address_of_the_settings_not_of_the_caller(client, draft, agency):
    client.force_login(agency.manager)
    client.post(step_url(draft, "send"), headers={"host": "evil.example"})
    announce()
    body = Letter.objects.get().body
    assert "evil" not in body
    assert house.PUBLIC_BASE_URL in body


# Out of the house ---------------------------------------------------------------------------


def sheet(client, agency) -> list:
    client.force_login(agency.manager)
    data = client.get(reverse("documents:documents") + "?as=xlsx").content
    return [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_title_becomes_a_formula(client, agency, start):
    words = f'{start}HYPERLINK("https://evil.example";"x")'
    factories.DocumentFactory(title={"ky": words, "ru": words}, code=f"{start}1+1")
    cells = sheet(client, agency)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [c for c in cells if str(c.value).startswith(start) and len(str(c.value)) > 1]


def test_a_control_sign_in_a_title_does_not_break_the_sheet(client, agency):
    factories.DocumentFactory(title={"ky": "Эреже\x0bжаңы"})
    assert any("Эреже" in str(cell.value) for cell in sheet(client, agency))


def test_a_letter_that_cannot_be_sent_stops_no_other(agency, mailoutbox):
    common = {"person": agency.staff.person, "address": "a@example.kg", "language": "ky"}
    Letter.objects.create(key="1", subject="а\rб", body="x", **common)
    Letter.objects.create(key="2", subject="а", body="x", **common)
    send_letters()
    assert [m.subject for m in mailoutbox] == ["а"]
    assert Letter.objects.get(key="1").state == "failed"


# A broken house -----------------------------------------------------------------------------


def locked(*_arguments, **_details):
    raise OperationalError("database is locked")


def full(*_arguments, **_details):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.core
def test_a_locked_database_is_a_sentence_and_nothing_is_half_written(
    client, draft, agency, monkeypatch
):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    with monkeypatch.context() as trouble:
        trouble.setattr("common.models.journal._chain", locked)
        page = check(client.post(step_url(draft, "approve"), approval(draft)))
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "<h1>" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.order_number) == ("approving", "")
    assert not Signature.objects.exists()
    assert ApprovalSheet.objects.get().outcome == "running"

    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302


@pytest.mark.parametrize("address", ["attach/", "enter/"])
@pytest.mark.drill("disk-full-upload")
def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    client, draft, agency, monkeypatch, settings, address
):
    day, scan = localdate().isoformat(), b"%PDF-1.7 x"
    form = {"approver_name": "А", "approver_position": "Б", "order_number": "1", "confirmed": "on"}
    form |= {"order_date": day, "in_force_from": day}
    client.force_login(agency.manager)

    def send():
        files = {name: SimpleUploadedFile("s.pdf", scan) for name in ("scan", "file")}
        return client.post(draft.get_absolute_url() + address, form | files)

    with monkeypatch.context() as trouble:
        trouble.setattr(os, "fsync", full)
        page = check(send())
    assert page.status_code == 507
    assert "<h1>" in page.content.decode()
    assert not Attachment.objects.exists()
    assert not Blob.objects.exists()
    assert not [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]
    draft.refresh_from_db()
    assert draft.state == "draft"

    assert send().status_code == 302


@pytest.mark.drill("disk-full-upload")
def test_a_disk_that_fills_while_the_file_arrives_is_the_same_sentence(agency, draft, monkeypatch):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(agency.manager)
    client.get(draft.get_absolute_url() + "attach/")
    token = client.cookies["csrftoken"].value
    target = "django.core.files.uploadedfile.TemporaryUploadedFile.__init__"
    monkeypatch.setattr(target, full)
    file = SimpleUploadedFile("big.pdf", b"0" * 3_000_000)
    form = {"csrfmiddlewaretoken": token, "file": file}
    assert check(client.post(draft.get_absolute_url() + "attach/", form)).status_code == 507


@pytest.mark.parametrize("part", ["people.signin.NameOrEmailBackend.get_user"])
def test_a_database_that_is_away_is_the_same_sentence_before_the_page(agency, monkeypatch, part):
    client = Client(raise_request_exception=False)
    client.force_login(agency.staff)
    monkeypatch.setattr(part, locked)
    assert check(client.get("/")).status_code == 503


def test_a_fault_of_ours_is_a_sentence_without_details(agency, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(agency.staff)
    monkeypatch.setattr("qms.views.work.next_steps", lambda user: 1 / 0)
    page = check(client.get("/"))
    assert page.status_code == 500
    assert "ZeroDivision" not in page.content.decode()
    assert "<h1>" in page.content.decode()


def test_a_broken_stored_paper_is_not_served_and_the_health_page_lives(client, in_force, agency):
    tasks.print_papers()
    client.force_login(agency.staff)
    url = reverse("documents:version_paper", args=[in_force.pk, "ky"])
    Attachment.objects.get().blob.path.write_bytes(b"%PDF altered")
    page = check(client.get(url))
    assert page.status_code == 410
    assert client.get(in_force.get_absolute_url()).status_code == 200


def test_a_stale_form_changes_nothing(client, agency, draft):
    client.force_login(agency.manager)
    url = reverse("documents:version_edit", args=[draft.pk])
    for revision in ("0", "abc", "", "999999999999999999999"):
        form = {"issue": 7, "change": 0, "revision": revision}
        assert client.post(url, form).status_code == 409
    draft.refresh_from_db()
    assert draft.issue == 1
    case = factories.nomenclature(agency).items.first()
    client.force_login(agency.office)
    url = reverse("documents:case_edit", args=[case.nomenclature_id, case.pk])
    form = {"index": "9", "title_ky": "x", "keep": "years", "years": 1, "carrier": "paper"}
    assert client.post(url, form | {"revision": 77}).status_code == 409
    assert Nomenclature.objects.get().items.filter(index="9").count() == 0


PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "x" * 60,
    "PUBLIC_BASE_URL": "https://sapat.example.kg",
    "ALLOWED_HOSTS": "sapat.example.kg",
    "DATABASE_URL": "postgres://u:p@127.0.0.1:1/x",
}
ASK = (
    "import json, django; django.setup(); from django.conf import settings as s; print(json.dumps("
    "{n: getattr(s, n, None) for n in dir(s) if n.isupper() and isinstance(getattr(s, n, None),"
    " (bool, int, str))}, default=str))"
)


def start(**environment):
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    command = [sys.executable, "-c", ASK]
    environment = clean | {"DJANGO_SETTINGS_MODULE": "qms.settings"} | environment
    return subprocess.run(
        command, env=environment, cwd=house.BASE_DIR, capture_output=True, text=True, timeout=60
    )


def test_production_shuts_every_door(tmp_path):
    run = start(SAPAT_VAR=str(tmp_path), **PRODUCTION)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    on = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
    on += ["SECURE_SSL_REDIRECT", "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert all(found[name] is True for name in on)
    assert found["SECURE_HSTS_SECONDS"] >= 31536000
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize("missing", [name for name in PRODUCTION if name != "PRODUCTION"])
def test_production_does_not_start_without_its_secrets(tmp_path, missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    run = start(SAPAT_VAR=str(tmp_path), **given)
    assert run.returncode != 0
    assert f"set {missing}" in run.stderr
    assert "Traceback" not in run.stderr
