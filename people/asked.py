"""Where the organisation itself names a position."""

from .asking import asks
from .models import Body

asks(Body, "chair")
