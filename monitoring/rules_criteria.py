"""Who may begin a new edition of approved criteria, and drop a draft (000/3.3); the rest goes by
the route.
"""

import rules

from documents.rules import is_author
from monitoring.rules import manages

rules.add_perm("monitoring.renew_criteriaset", manages)
rules.add_perm("monitoring.drop_criteriaset", is_author | manages)
