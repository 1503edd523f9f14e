"""Who sees how far the scoring is: what came late, what lies far apart, whose sheet is signed.

None of it shows a mark that its reader may not see.
"""

import rules

from .rules import approves, chairs, manages, runs, serves

rules.add_perm("monitoring.view_progress", manages | approves | serves)
rules.add_perm("monitoring.view_late_marks", runs)
rules.add_perm("monitoring.view_spread", chairs)
