"""Whatever is signed is known everywhere that signed papers are: printing, sealing, verifying."""

import pytest
import rules
from django.apps import apps
from django.urls import resolve

from common import waiting
from documents import signables
from documents.models import DocumentVersion
from documents.models.route import StepKind
from documents.models.signable import Signable

KINDS = [model for model in apps.get_models() if issubclass(model, Signable)]
NAMES = [model._meta.label for model in KINDS]
ROUTE = {"send", "agree", "sign", "enter_signature", "record_decision", "approve", "send_back"}


def test_every_kind_of_signed_paper_is_registered():
    assert set(signables.models()) == set(KINDS)


@pytest.mark.parametrize("model", KINDS, ids=NAMES)
def test_every_step_of_a_route_has_its_line_in_the_matrix_of_powers(model):
    for name in ROUTE & model.STEPS.keys():
        assert rules.perm_exists(model.STEPS[name].permission), name
    meta = model._meta
    assert rules.perm_exists(f"{meta.app_label}.add_signature_to_{meta.model_name}")


@pytest.mark.parametrize("model", KINDS, ids=NAMES)
def test_every_kind_has_its_page_its_paper_its_steps_and_a_place_for_a_signature_file(model):
    url = model(pk=1).get_absolute_url()

    paper = "paper/ky/" if model is DocumentVersion else "paper/"
    for more in ("", paper, "signature/", "send/"):
        resolve(url + more)


def test_every_question_of_a_route_is_a_to_do_that_says_what_is_to_be_done():
    for kind in StepKind.values:
        assert waiting.kind_label(f"documents.{kind}")
