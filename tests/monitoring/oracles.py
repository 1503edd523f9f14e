"""What other people's programs say; their notices are theirs."""

import functools
import warnings

import numpy as np


def quiet(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*args, **kwargs)

    return wrapper


@quiet
def alpha(rows, metric):
    import krippendorff

    return krippendorff.alpha(reliability_data=rows.T, level_of_measurement=metric)


@quiet
def _long(rows):
    import pandas as pd

    places = [(i, j, x) for i, row in enumerate(rows) for j, x in enumerate(row)]
    return pd.DataFrame(places, columns=["employee", "member", "mark"])


@quiet
def icc(rows):
    """Value and limits of each of the six forms."""
    import pingouin

    names = ["ICC(1,1)", "ICC(A,1)", "ICC(C,1)", "ICC(1,k)", "ICC(A,k)", "ICC(C,k)"]
    pingouin.options["round.column.CI95"] = 8
    found = pingouin.intraclass_corr(_long(rows), "employee", "member", "mark").set_index("Type")
    return [(found["ICC"][name], *found["CI95"][name]) for name in names]


@quiet
def friedman(rows):
    """Kendall's W, chi² and its probability."""
    import pingouin

    found = pingouin.friedman(_long(rows), dv="mark", within="employee", subject="member")
    return found["W"].iloc[0], found["Q"].iloc[0], found["p_unc"].iloc[0]


@quiet
def additive(rows):
    """Least squares of employees and members: levels, severity, studentized residuals, F, p."""
    import statsmodels.formula.api as smf
    from statsmodels.stats.anova import anova_lm

    long = _long(rows).dropna()
    full = smf.ols("mark ~ C(employee) + C(member, Sum)", long).fit()
    alone = smf.ols("mark ~ C(employee)", long).fit()
    members = range(rows.shape[1])
    pairs = long.iloc[[0]].drop(columns="mark").reset_index(drop=True)
    at = [full.predict(pairs.assign(member=j))[0] for j in members]
    severity = np.array(at) - np.mean(at)
    levels = [
        np.mean([full.predict(pairs.assign(employee=i, member=j))[0] for j in members])
        for i in sorted(set(long["employee"]))
    ]
    table = anova_lm(alone, full)
    z = np.full(rows.shape, np.nan)
    z[long["employee"], long["member"]] = full.get_influence().resid_studentized_internal
    return np.array(levels), severity, z, table["F"].iloc[1], table["Pr(>F)"].iloc[1]
