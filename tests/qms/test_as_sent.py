"""Every page that edits, sent back as a browser sends it: hidden fields and all, nothing touched.

A test that types its own list of fields never meets what a form adds by itself.
"""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories
from tests.planning.things import obligation

pytestmark = pytest.mark.django_db


def filled_in(page: bytes) -> dict[str, list[str]]:
    """The fields of the form on a page with the values a browser would post."""
    forms = html.fromstring(page.decode()).forms
    form = next(form for form in forms if "form" in form.get("class", "").split())
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


RULES = [
    {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"},
    {"rrule": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "shift": "next"},
    {"rrule": "FREQ=WEEKLY;BYDAY=FR"},
    {"last_working_week": True},
    {"before": "meeting", "working_days": 10, "year": -1},
    {"event": "a fire", "days": 3},
]


@pytest.mark.core
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: next(iter(rule.values())))
def test_an_untouched_form_of_an_obligation_differs_in_nothing(client, agency, rule):
    keeper = factories.employee("keeper", "planning.manage")
    obligation("meeting")
    types = [agency.local_act.code]
    one = obligation(
        "one", rule, opener="documents.reviews", options={"types": types, "occasion": "planned"}
    )
    address = reverse("planning:obligation_edit", args=[one.pk])
    client.force_login(keeper)
    sent = filled_in(client.get(address).content)

    late = client.post(address, sent | {"revision": "999"})

    assert late.status_code == 409
    assert set(late.context["form"].errors) == {"__all__"}
    assert client.post(address, sent).status_code == 302
    one.refresh_from_db()
    assert one.rule == {"shift": "previous"} | rule or one.rule == rule
    assert one.options == {"types": types, "occasion": "planned"}


@pytest.mark.core
@pytest.mark.parametrize(
    "name",
    ["document", "version", "text", "case", "person", "appointment", "organisation"],
)
def test_a_form_sent_back_untouched_is_saved(client, agency, administrator, in_force, name):
    draft = factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
    )
    case = factories.nomenclature(agency).items.first()
    person = agency.office.person
    page, numbers, user = {
        "document": ("documents:document_edit", [in_force.document_id], agency.manager),
        "version": ("documents:version_edit", [draft.pk], agency.manager),
        "text": ("documents:text_edit", [draft.pk, "ky"], agency.manager),
        "case": ("documents:case_edit", [case.nomenclature_id, case.pk], agency.office),
        "person": ("people:person_edit", [person.pk], administrator),
        "appointment": ("people:appointment_edit", [person.appointments.get().pk], administrator),
        "organisation": ("people:organisation", [], administrator),
    }[name]
    address = reverse(page, args=numbers)
    client.force_login(user)

    # A card already approved asks for this one thing more.
    sent = filled_in(client.get(address).content) | {"reason": "Сыноо"}
    answer = client.post(address, sent)

    assert answer.status_code == 302, answer.context["form"].errors
