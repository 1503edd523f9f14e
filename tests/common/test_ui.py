"""The components: what they refuse, what they escape, what a row costs."""

from types import SimpleNamespace

import pytest
from django.template import Template, TemplateSyntaxError
from django.template.loader import render_to_string

from common.gallery import demo
from common.marks import rows, state


@pytest.mark.parametrize(
    "wrong",
    ['{% panel titel="x" %}{% endpanel %}', '{% icon "x" colour="red" %}', "{% tile a b=1 %}"],
)
def test_a_component_refuses_an_argument_it_does_not_know(wrong):
    with pytest.raises(TemplateSyntaxError):
        Template(wrong)


def test_a_tone_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="No tone"):
        state("Күчүндө", "purple")


def test_words_of_a_register_cannot_become_markup():
    cell = SimpleNamespace(label="<i>", text="<script>", tone="", kind="date")
    html = rows([SimpleNamespace(url='/"><script>', cells=[cell])])
    assert "<script>" not in html
    assert 'data-l="<' not in html


def test_a_row_with_the_longest_words_stays_below_seven_hundred_bytes():
    examples = demo()["rows"]
    assert len(rows(examples).encode()) / len(examples) < 700


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "too_many"])
def test_an_error_page_needs_no_context(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert "style=" not in html
    assert "onclick" not in html
