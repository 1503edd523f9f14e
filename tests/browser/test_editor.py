"""The text editor in a real browser: nothing of a text is lost, everything is reachable by keys."""

from pathlib import Path

import pytest
from django.urls import reverse

from documents.content.blocks import blocks, sanitise
from tests.browser.editor_desk import FEATURES, TWO, WORD, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser, live_server, client, manager, draft):
    client.force_login(manager)
    context = browser.new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    url = live_server.url + reverse("documents:text_edit", args=[draft.pk, "ky"])
    yield Desk(context.new_page(), url, draft.texts.get(language="ky"))
    context.close()


def test_a_text_nobody_touched_comes_back_letter_by_letter(desk):
    desk.open(FEATURES).cursor("Акыркы сөз.", 3)
    desk.page.keyboard.type("ж")
    desk.keys("Backspace")
    assert desk.value == FEATURES
    assert desk.save() == FEATURES
    assert desk.troubles == []


def test_every_kind_of_block_survives_being_written_anew(desk):
    desk.open("")
    desk.do("editor.commands.setContent(arg, { emitUpdate: true })", FEATURES)
    assert sanitise(desk.value) == FEATURES
    assert desk.save() == FEATURES


def ids(html):
    return [(block.id, block.text) for block in blocks(sanitise(html))]


def test_the_first_half_of_a_split_block_keeps_its_id(desk):
    desk.open(TWO).cursor("Биринчи", 7)
    desk.keys("Enter")
    assert desk.value.startswith(
        '<p class="clause" id="b-00000001">1.1. Биринчи</p>\n<p class="clause">'
    )
    desk.keys("Control+z")
    assert desk.value == TWO


def test_enter_before_a_block_leaves_the_id_with_its_words(desk):
    desk.open(TWO).cursor("Экинчи")
    desk.keys("Enter")
    assert desk.value == TWO


def test_a_copy_gets_no_id_and_a_moved_block_keeps_it(desk):
    desk.open(TWO).do(
        "editor.view.focus(); editor.commands.setTextSelection(editor.state.doc.content.size)"
    )
    desk.keys("Enter")
    desk.paste(f'<div data-pm-slice="0 0 []">{TWO}</div>')
    assert [block for block, _text in ids(desk.value)][:2] == ["b-00000001", "b-00000002"]
    assert desk.value.count("b-00000002") == 1
    desk.open(TWO).cursor("1.1.", 0, "Биринчи сөз.")
    desk.do("editor.commands.selectParentNode()")
    desk.keys("Control+x")
    desk.do("editor.view.focus(); editor.commands.setTextSelection(editor.state.doc.content.size)")
    desk.keys("Enter", "Control+v")
    assert [text for block, text in ids(desk.value) if block == "b-00000001"] == [
        "1.1. Биринчи сөз."
    ]
    assert ids(desk.value)[-1][0] == "b-00000001"


def test_headings_and_lists_made_of_paragraphs_keep_the_id(desk):
    desk.open(TWO).cursor("Биринчи")
    desk.page.locator("[data-kind]").select_option("h2")
    assert '<h2 id="b-00000001">' in desk.value
    desk.page.locator("[data-kind]").select_option("clause")
    assert desk.value == TWO
    desk.cursor("Экинчи")
    desk.tool("bullets").click()
    assert '<ul id="b-00000002"><li>Экинчи сөз.</li></ul>' in desk.value
    desk.tool("bullets").click()
    assert desk.value == TWO


def test_tools_are_reached_by_keys_and_say_whether_they_are_on(desk):
    desk.open(TWO).cursor("Экинчи", 0, "Экинчи")
    desk.keys("Alt+F10")
    assert desk.page.evaluate("document.activeElement.hasAttribute('data-kind')")
    bar = desk.page.locator(".editor-bar").first
    assert bar.locator("[tabindex='0']").count() == 1
    desk.keys("ArrowRight", "ArrowRight", "ArrowRight")
    assert desk.page.evaluate("document.activeElement.dataset.do") == "bold"
    desk.keys("Enter")
    desk.page.wait_for_selector("[data-do=bold][aria-pressed=true]")
    assert "<strong>Экинчи</strong> сөз." in desk.value
    desk.keys("Alt+F10", "End")
    assert desk.page.evaluate("document.activeElement.dataset.do") == "renumber"
    desk.keys("ArrowRight", "Escape")
    desk.until("document.activeElement.isContentEditable")
    for tool in bar.locator("button").all():
        assert tool.get_attribute("aria-label")
        assert tool.get_attribute("title")


def test_a_table_is_made_and_changed(desk):
    desk.open(TWO).cursor("Экинчи")
    desk.tool("table").click()
    desk.page.keyboard.type("баш")
    desk.keys("Tab", "Tab", "Tab")
    desk.page.keyboard.type("сан")
    desk.tool("row-below").click()
    desk.tool("column-right").click()
    desk.do(
        "editor.commands.setCellSelection({ anchorCell: arg[0], headCell: arg[1] })",
        cells(desk, 4, 5),
    )
    desk.tool("merge").click()
    table = blocks(sanitise(desk.value))[-1]
    assert table.html.count("<tr>") == 4
    assert table.html.count('<th scope="col">') == 4
    assert table.html.count("colspan") == 1
    assert '<thead><tr><th scope="col">баш</th>' in table.html
    desk.tool("head").click()
    assert "<th" not in desk.value
    assert "<thead" not in desk.value
    desk.tool("head").click()
    desk.tool("split").click()
    desk.tool("row-away").click()
    desk.tool("column-away").click()
    assert desk.value.count("<tr>") == 3
    assert desk.value.count('<th scope="col">') == 3
    desk.tool("table-away").click()
    assert desk.value == TWO
    desk.page.locator(".editor-table").wait_for(state="hidden")


def cells(desk, *numbers):
    script = """const places = []; editor.state.doc.descendants((node, pos) => {
      if (/^table(Cell|Header)$/.test(node.type.name)) places.push(pos); });
      return arg.map((number) => places[number]);"""
    return desk.do(script, list(numbers))


def test_links_lead_only_where_a_text_may_point(desk):
    desk.open(TWO).cursor("Экинчи", 0, "Экинчи")
    for typed, wrong in (("javascript:alert(1)", True), ("#9.9", True), ("#1.1", False)):
        desk.tool("link").click()
        desk.page.locator(".editor-link input").fill(typed)
        desk.keys("Enter")
        assert desk.page.locator(".editor-link [data-wrong]").is_visible() == wrong
        if wrong:
            desk.keys("Escape")
    assert '<a href="#b-00000001">Экинчи</a>' in desk.value
    desk.tool("link").click()
    assert desk.page.locator(".editor-link input").input_value() == "#1.1"
    desk.page.locator(".editor-link input").fill("example.kg/эреже")
    desk.keys("Enter")
    assert '<a href="https://example.kg/эреже">' in desk.value
    desk.tool("link").click()
    desk.page.locator("[data-link=away]").click()
    assert desk.value == TWO


def test_clauses_are_renumbered_only_when_asked_and_in_one_step(desk):
    text = sanitise(
        "<h2>II. Тартиби</h2><p class='clause'>2.1. бир</p><p class='clause'><strong>2.3.</strong> эки</p>"
        "<p class='clause'>2.3.4. ички</p><p class='clause'>жаңы</p><p class='clause'>а) тамга</p>"
        "<p>2.9. жөнөкөй сап</p><p class='clause'>2.9. үч</p><h2>Тиркеме</h2><p class='clause'>7.7. калат</p>"
        "<h2>3. Укуктар</h2><p class='clause'>1.1 Чекитсиз</p><h3>3.2 Кичи</h3><p class='clause'>3.2.7 терең</p>"
    )
    desk.open(text)
    desk.tool("renumber").click()
    assert [block.text for block in blocks(sanitise(desk.value))] == [
        "II. Тартиби", "2.1. бир", "2.2. эки", "2.2.1. ички", "2.2.2. жаңы", "а) тамга",
        "2.9. жөнөкөй сап", "2.3. үч", "Тиркеме", "7.7. калат",
        "3. Укуктар", "3.1 Чекитсиз", "3.2 Кичи", "3.2.1 терең",
    ]  # fmt: skip
    assert "<strong>2.2.</strong> эки" in desk.value
    desk.page.locator(".editor-status:not(:empty)").wait_for()
    desk.keys("Control+z")
    assert desk.value == text


def test_words_structure_is_kept_and_its_looks_are_not(desk):
    desk.open("")
    desk.page.locator(".ProseMirror").click()
    desk.paste(WORD)
    made = [(block.tag, block.inner) for block in blocks(sanitise(desk.value))]
    assert made == [
        ("h2", "<strong>I. Бөлүм</strong>"),
        ("p", "1.1. Пункт <strong>калың</strong> <strong>стил</strong>"),
        ("ul", "<li>бир<ul><li>ички</li></ul></li>"),
        ("p", "2.1. номер"),
        ("table", '<tbody><tr><td colspan="2">уяча</td></tr></tbody>'),
    ]
    assert desk.value.count('class="clause"') == 2
    assert desk.troubles == []


def test_what_was_typed_survives_leaving_and_ctrl_s_saves_it(desk):
    desk.open(TWO).cursor("Экинчи")
    desk.page.keyboard.type("Жаңы ")
    # The form keeps itself a moment after the last letter.
    desk.until("Object.values(sessionStorage).some(one => one.includes('Жаңы'))")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.open()
    desk.body.get_by_text("Жаңы Экинчи сөз.").wait_for()
    desk.cursor("Жаңы")
    with desk.page.expect_navigation():
        desk.keys("Control+s")
    desk.text.refresh_from_db()
    assert desk.text.html == TWO.replace("Экинчи", "Жаңы Экинчи")


def test_the_field_is_named_and_explained_to_those_who_do_not_see_it(desk):
    def with_mistake(route):
        page = route.fetch().text()
        mistake = "data-editor aria-invalid='true' aria-describedby='main'"
        route.fulfill(body=page.replace("data-editor", mistake), content_type="text/html")

    desk.page.route(desk.url, with_mistake)
    desk.open(FEATURES)
    attributes = {
        name: desk.body.get_attribute(f"aria-{name}")
        for name in ("multiline", "labelledby", "describedby", "invalid")
    }
    assert attributes["multiline"] == "true"
    assert attributes["invalid"] == "true"
    assert attributes["describedby"].split()[0] == "main"
    assert desk.page.locator(f"#{attributes['labelledby']}").inner_text()
    assert desk.body.get_attribute("role") == "textbox"
    desk.page.locator(f"#{attributes['labelledby']}").click()
    desk.until("document.activeElement.isContentEditable")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_hinders_a_reader(desk, theme):
    desk.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    desk.open(FEATURES.replace("<th></th>", "<th>№</th>")).cursor("аты")
    desk.page.wait_for_selector(".editor-table:not([hidden])")
    desk.tool("link").click()
    desk.page.evaluate(Path("node_modules/axe-core/axe.min.js").read_text())
    for width in (1366, 390):
        desk.page.set_viewport_size({"width": width, "height": 800})
        assert desk.page.evaluate("document.documentElement.scrollWidth") == width
        found = desk.page.evaluate("axe.run('.editor')")["violations"]
        assert [(one["id"], one["nodes"][0]["failureSummary"]) for one in found] == []


def test_without_script_the_text_area_can_be_used(browser, desk):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.page.context.cookies())
    plain = Desk(context.new_page(), desk.url, desk.text).open(TWO, ready=False)
    assert plain.page.locator(".editor-tools").is_hidden()
    assert plain.value == TWO
    plain.page.locator("textarea[name=html]").fill("<p>Жөнөкөй</p>")
    assert "Жөнөкөй" in plain.save()
    context.close()
