"""A form that was refused: what it says of its files."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from common.forms import HouseForm

pytestmark = pytest.mark.usefixtures("in_english")


class Paper(HouseForm, forms.Form):
    title = forms.CharField()
    scan = forms.FileField(required=False)


@pytest.mark.parametrize(
    ("files", "is_said"),
    [({}, False), ({"scan": SimpleUploadedFile("paper.pdf", b"%PDF-1.7")}, True)],
)
def test_only_a_file_that_was_chosen_has_to_be_chosen_once_more(files, is_said):
    form = Paper({"title": ""}, files)
    assert ("has to be chosen once more" in str(form["scan"].as_field_group())) is is_said
