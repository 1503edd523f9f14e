"""A member scores: by the keyboard, on a phone, with comments and gaps; then signs (000/2.2)."""

import pytest
from playwright.sync_api import expect

from tests.browser.scoring_things import all_sent, open_sheet, picture, said, sign, twelve
from tests.monitoring import campaigns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scored(agency):
    return twelve()


@pytest.fixture
def sheet(scored):
    campaign, users = scored
    return campaigns.sheet_of(campaign, users[0])


@pytest.fixture
def member(visit, scored):
    return visit(scored[1][0])


def cells(page):
    return page.locator("td.score")


def test_a_keyboard_fills_a_sheet_of_twelve_people_and_signs_it(member, sheet):
    page = open_sheet(member, sheet)
    member.check()
    wanted = sheet.wanted()
    assert wanted == 55
    cells(page).first.focus()
    picture(page, "table")
    for number in range(wanted):
        page.keyboard.press(str(number % 3 + 3))
    expect(page.locator("[data-filled-now]")).to_have_text(str(wanted))
    all_sent(page)
    picture(page, "table-full")
    assert sheet.filled() == wanted
    assert {mark.revision for mark in sheet.marks.all()} == {1}
    member.go(f"{sheet.get_absolute_url()}sign/").check()
    sign(member, sheet)
    sheet.refresh_from_db()
    assert sheet.state == "signed"
    member.check()
    assert page.locator("#scoring[data-queue]").count() == 0
    picture(page, "signed")


def test_arrows_move_and_letters_clear_comment_and_say_why_there_is_no_mark(member, sheet):
    page = open_sheet(member, sheet)
    first, second = cells(page).nth(0), cells(page).nth(1)
    first.focus()
    page.keyboard.press("4")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(first.locator(".score-sign")).to_have_text("")
    page.keyboard.press("ArrowDown")
    expect(cells(page).nth(5)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("5")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("c")
    page.keyboard.type("Мыкты иш")
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    page.locator("#panel-gap").select_option("cannot_judge")
    expect(page.locator("[data-panel-trouble]")).to_be_visible()
    expect(page.locator("#panel-note")).to_be_focused()
    picture(page, "gap")
    expect(page.locator("#panel-gap")).to_have_value("cannot_judge")
    page.keyboard.type("Бул иши мага тааныш эмес")
    page.keyboard.press("Escape")
    all_sent(page)
    given = {(mark.value, mark.gap, mark.note) for mark in sheet.marks.all()}
    assert given == {(5, "", "Мыкты иш"), (None, "cannot_judge", "Бул иши мага тааныш эмес")}


def test_the_words_of_the_points_and_the_material_stand_beside_the_cell(member, sheet):
    page = open_sheet(member, sheet)
    person = sheet.participants().get(materials__isnull=False)
    page.locator(f"tr[data-person='{person.pk}'] td.score").first.focus()
    panel = page.locator("[data-panel]")
    expect(panel.locator("[data-give='4'] span")).to_have_text("4: сөз")
    expect(panel).to_contain_text("Үч окуу өткөрдүм.")
    expect(panel.locator("a[href='https://example.kg/okuu']")).to_be_visible()
    panel.locator("[data-give='4']").click()
    all_sent(page)
    assert sheet.marks.get().value == 4


def test_the_next_empty_cell_is_one_key_away_also_after_the_last_page(member, sheet):
    campaigns.fill(sheet)
    person, column = sheet.participants().last(), sheet.campaign.criteria.indicators()[0]
    sheet.put([campaigns.item(person, column, None, base=1)])
    page = open_sheet(member, sheet)
    page.locator("[data-next-empty]").click()
    expect(page.locator(f"#c-{person.pk}-{column.pk}")).to_be_focused()
    page.keyboard.press("3")
    all_sent(page)
    page.locator("[data-next-empty]").click()
    page.wait_for_url("**?empty=1")
    expect(page.locator("main")).to_contain_text("55")


def test_the_search_for_empty_cells_begins_with_the_one_that_is_shown(member, sheet):
    page = open_sheet(member, sheet)
    button = page.locator("[data-next-empty]")
    button.click()
    expect(cells(page).nth(0)).to_be_focused()
    button.click()
    expect(cells(page).nth(1)).to_be_focused()
    page.keyboard.press("4")
    button.click()
    expect(cells(page).nth(2)).to_be_focused()
    page.keyboard.press("e")
    expect(cells(page).nth(3)).to_be_focused()


@pytest.fixture
def phone(visit, scored):
    return visit(scored[1][0], phone=True)


def test_a_thumb_scores_person_after_person(phone, sheet):
    page = open_sheet(phone, sheet)
    phone.check()
    picture(page, "phone")
    cards = page.locator(".score-card")
    expect(cards).to_have_count(5)
    assert (
        min(page.locator(".card-points .point").nth(n).bounding_box()["height"] for n in range(5))
        >= 44
    )
    for number in range(5):
        cards.nth(number).locator("[data-give='4']").tap()
    expect(page.locator("[data-filled-now]")).to_have_text("5")
    name = page.locator("[data-deck-title]").inner_text()
    page.locator(".deck-end [data-deck='1']").tap()
    expect(page.locator("[data-deck-title]")).not_to_have_text(name)
    picture(page, "phone-next")
    all_sent(page)
    assert sheet.filled() == 5


def test_a_thumb_scores_one_indicator_for_all_people(phone, sheet):
    page = open_sheet(phone, sheet)
    page.locator(".scoring-views label", has=page.locator("[value=column]")).tap()
    cards = page.locator(".score-card")
    expect(cards).to_have_count(11)
    cards.nth(0).locator("[data-give='2']").tap()
    cards.nth(0).locator(".card-more summary").tap()
    cards.nth(0).locator("textarea").fill("Эскертүү")
    cards.nth(0).locator("textarea").blur()
    all_sent(page)
    phone.check()
    picture(page, "phone-column")
    mark = sheet.marks.get()
    assert (mark.value, mark.note) == (2, "Эскертүү")
    page.reload()
    page.wait_for_selector("#scoring[data-ready]")
    expect(page.locator("[name=view][value=column]")).to_be_checked()


def in_sight(page, place) -> bool:
    """Whether it stands on the screen, below the head of the page and above its foot."""
    box = place.bounding_box()
    return box["y"] >= 50 and box["y"] + box["height"] <= page.viewport_size["height"] - 50


def test_how_it_is_saved_stays_in_sight_while_a_thumb_scrolls(phone, sheet):
    page = open_sheet(phone, sheet)
    last = page.locator(".score-card").last
    last.scroll_into_view_if_needed()
    last.locator("[data-give='3']").tap()
    all_sent(page)
    page.mouse.wheel(0, 2000)
    expect(said(page, "saved")).to_be_visible()
    assert in_sight(page, said(page, "saved"))
    assert in_sight(page, page.locator("[data-deck-title]"))
    page.context.set_offline(True)
    last.locator("[data-give='4']").tap()
    expect(said(page, "offline")).to_be_visible()
    assert in_sight(page, said(page, "offline"))
    picture(page, "phone-scrolled")
    page.context.set_offline(False)
    all_sent(page)


@pytest.mark.parametrize("view", ["person", "column"])
def test_what_the_points_mean_is_read_before_one_is_given(phone, sheet, view):
    page = open_sheet(phone, sheet)
    page.locator(".scoring-views label", has=page.locator(f"[value={view}]")).tap()
    words = page.locator(".card-scale:visible").first
    words.locator("summary").tap()
    for point in range(1, 6):
        expect(words).to_contain_text(f"{point}: сөз")
    phone.check()
    picture(page, f"phone-points-{view}")
    assert not sheet.marks.exists()


def test_a_gap_that_needs_words_says_so_beside_the_comment(phone, sheet):
    page = open_sheet(phone, sheet)
    card = page.locator(".score-card").first
    card.locator(".card-more summary").tap()
    must = card.locator("[data-must='yes']")
    expect(must).to_be_hidden()
    card.locator("[data-card-gap]").select_option("cannot_judge")
    expect(must).to_be_visible()
    expect(card.locator("[data-card-why]")).to_be_visible()
    expect(card.locator("[data-card-note]")).to_be_focused()
    expect(card.locator("[data-card-note]")).to_have_attribute("aria-invalid", "true")
    picture(page, "phone-gap")
    phone.check()
    assert not sheet.marks.exists()
    card.locator("[data-card-note]").fill("Бул ишти көргөн жокмун")
    card.locator("[data-card-note]").blur()
    all_sent(page)
    expect(card.locator("[data-card-why]")).to_be_hidden()
    assert sheet.marks.get().gap == "cannot_judge"


def small_ones(page) -> list[str]:
    """What a thumb presses on the sheet and is lower than 44 pixels."""
    return page.evaluate(
        "[...document.querySelectorAll('#scoring :is(button, summary, select, input:not([type=radio]), .scoring-views span), .page-acts .btn')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 90) + e.getBoundingClientRect().height)"
    )


def test_a_small_screen_holds_everything(browser, visit, scored, sheet):
    narrow = visit(scored[1][0], phone=True)
    narrow.page.set_viewport_size({"width": 360, "height": 740})
    page = open_sheet(narrow, sheet)
    narrow.check()
    for summary in page.locator(".score-card").first.locator("summary").all():
        summary.tap()
    narrow.check()
    assert small_ones(page) == []
    for view in ("column", "table"):
        narrow.page.locator(
            ".scoring-views label", has=narrow.page.locator(f"[value={view}]")
        ).tap()
        narrow.check()
        assert small_ones(page) == []
        picture(narrow.page, f"small-{view}")
