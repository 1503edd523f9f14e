"""Print the first page of one document by an organisation's profile, for the pictures.

    manage.py shell --no-imports -c "$(cat scripts/profile_page.py)"

In the environment: PROFILE (which of those offered) and PAGE (the file for the PDF). The people
and the text are those of the tests' houses; each signs along the profile's route.
"""

import os
from pathlib import Path

from documents.models import Document
from documents.pdf import version_pdf
from people.profile import load
from qms.profiles import path_of
from tests.houses import House

name = os.environ["PROFILE"]
load(path_of(name))
house = House()
document = (
    Document.objects.internal()
    .filter(versions=None, type__form="text")
    .exclude(type__route=None)
    .exclude(type__code="charter")
    .order_by("type__level__order", "pk")
    .first()
)
version = house.walk(house.version(document))
Path(os.environ["PAGE"]).write_bytes(version_pdf(version, "ky"))
