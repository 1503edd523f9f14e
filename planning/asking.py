"""Where obligations name a position that must not be closed while they are kept."""

from django.db.models import Q

from people.asking import asks

from .models import Obligation

asks(Obligation, "owner_position", standing=Q(ended_on=None))
