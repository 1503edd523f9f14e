"""A newcomer, from the administrator's first page to their own first page, on a phone."""

import pytest
from django.core import mail
from django.urls import reverse

from common.tasks import send_letters
from people.models import AccountReview, Person, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "Жаңы-купуя-сөз-2026"


def test_a_newcomer_is_invited_and_comes_in(visit, agency, administrator, settings):
    keeper = visit(administrator)
    settings.PUBLIC_BASE_URL = keeper.base
    post = agency.staff.person.appointments.get().position
    keeper.go(reverse("people:person_add")).check()
    for name, typed in (
        ("surname", "Токтосунова"),
        ("given", "Айпери"),
        ("email", "aiperi@example.kg"),
    ):
        keeper.page.fill(f"[name={name}]", typed)
    keeper.submit()
    person = Person.objects.get(surname="Токтосунова")
    keeper.check()

    keeper.go(reverse("people:appoint", args=[person.pk])).check()
    keeper.page.select_option("[name=position]", str(post.pk))
    keeper.submit()
    assert person.appointments.count() == 1

    keeper.go(reverse("people:account_add", args=[person.pk])).check()
    assert keeper.page.input_value("[name=username]") == "toktosunova"
    keeper.submit()
    keeper.check()

    send_letters()
    link = next(word for word in mail.outbox[-1].body.split() if "/i/" in word)
    newcomer = visit(phone=True).go(link).check()
    assert "Токтосунова Айпери" in newcomer.text()
    newcomer.page.fill("[name=new_password1]", NEW)
    newcomer.page.fill("[name=new_password2]", NEW)
    newcomer.submit()
    newcomer.page.wait_for_url(newcomer.base + "/")
    newcomer.go(reverse("people:sessions")).check()
    assert User.objects.get(person=person).state == "active"
    visit(phone=True).go(link).check()


@pytest.mark.parametrize("phone", [False, True])
def test_the_pages_of_accounts(visit, agency, administrator, phone):
    keeper = visit(administrator, phone=phone)
    review = AccountReview.begin()
    staff = agency.staff
    for address in (
        staff.get_absolute_url(),
        reverse("people:person_edit", args=[staff.person.pk]),
        reverse("people:hand_over", args=[staff.person.pk]),
        reverse("people:accounts"),
        reverse("people:account_step", args=[staff.pk, "block"]),
        reverse("people:account_step", args=[staff.pk, "reset"]),
        reverse("people:reviews"),
        review.get_absolute_url(),
        reverse("people:review_step", args=[review.pk, "confirm"]),
    ):
        keeper.go(address).check()
    anyone = visit(phone=phone)
    for address in (reverse("forgotten"), reverse("invitation_code"), reverse("sign_in")):
        anyone.go(address).check()
