"""The pages around the sheet, at a desk and on a phone: material, sentences, what came late."""

import pytest
from django.urls import reverse

from tests.browser.scoring_things import expect, picture
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_an_employee_brings_material(visit, agency, phone):
    runner = employee("quality-manager", "monitoring.manage")
    campaign = campaigns.begin(runner, campaigns.kind())
    campaigns.form(campaign, runner)
    column = campaign.criteria.indicators()[0]
    column.material = campaigns.words("Окууларды бүтүргөнү тууралуу күбөлүктөр")
    column.save()
    campaign.collect(by=runner)
    own = campaign.participants.get(person=agency.staff.person)
    me = visit(agency.staff, phone=phone)
    me.go(reverse("monitoring:my_material")).check()
    page = me.page
    page.locator(f"#i-{column.pk} a.btn").first.click()
    me.check()
    page.fill("[name=text]", "Быйыл үч окуу өткөрдүм, эки методикалык колдонмо жаздым.")
    page.fill("[name=links]", "https://example.kg/okuu-2026")
    me.submit()
    page.locator(f"#i-{column.pk} a.btn").nth(1).click()
    page.set_input_files(
        "[name=file]",
        {"name": "Күбөлүк.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"},
    )
    me.submit()
    expect(page.locator(f"#i-{column.pk}")).to_contain_text("Күбөлүк.pdf")
    picture(page, f"material-{'phone' if phone else 'desk'}")
    me.check()
    assert own.materials.get().links == "https://example.kg/okuu-2026"


@pytest.mark.parametrize("phone", [False, True])
def test_marks_far_apart_and_late_ones_are_read_and_explained(visit, agency, phone):
    runner = employee("quality-manager", "monitoring.manage")
    campaign, users = campaigns.scoring(runner, campaigns.kind(collects_material=False))
    person = campaign.participants.exclude(person__in=[u.person for u in users]).first()
    for user in users:
        low = user is users[0]
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, lambda p, _i, low=low: 1 if low and p == person else 5)
        sheet.sign(by=user)
    mine = campaigns.sheet_of(campaign, users[0])
    column = campaign.criteria.indicators()[0]
    mine.put([campaigns.item(person, column, 4, base=1)])
    chair = visit(users[0], phone=phone)
    shape = "phone" if phone else "desk"
    chair.go(f"{mine.get_absolute_url()}explain/").check()
    picture(chair.page, f"explain-{shape}")
    for field in chair.page.locator("textarea").all():
        field.fill("Материал болгон жок.")
    chair.submit()
    chair.check()
    picture(chair.page, f"signed-late-{shape}")
    for name in ("spread_notes", "late_marks"):
        chair.go(reverse(f"monitoring:{name}", args=[campaign.pk])).check()
        picture(chair.page, f"{name}-{shape}")
    chair.go(f"{campaign.get_absolute_url()}?tab=sheets").check()
    picture(chair.page, f"tab-{shape}")
    other = campaigns.sheet_of(campaign, users[1])
    chair.go(f"{other.get_absolute_url()}give_back/").check()
