"""Who may begin a new edition of approved criteria (000/3.3); the rest goes by the route."""

import rules

from monitoring.rules import manages

rules.add_perm("monitoring.renew_criteriaset", manages)
