"""Where scored assessments name a position that must not be closed meanwhile."""

from people.asking import asks

from .models import AssessmentKind

asks(AssessmentKind, "left_out")
