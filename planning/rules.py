"""Who may do what with the year (PK-04): read this file as the matrix of powers."""

import rules

from people.rules import holds, is_employee

keeps_the_year = holds("planning.manage")

# Working days -------------------------------------------------------------------------------

rules.add_perm("planning.view_day", is_employee)
rules.add_perm("planning.manage_days", keeps_the_year)
