"""Tails and quantiles of the distributions: all that SciPy is asked for at run time.

Imported where it is needed: most pages never ask, and ``scipy.special`` loads quickly.
"""

from statistics import NormalDist


def chi2_tail(value: float, df: float) -> float:
    """How likely chi² is to be as large."""
    from scipy.special import chdtrc  # noqa: PLC0415

    return float(chdtrc(df, value))


def f_tail(value: float, above: float, below: float) -> float:
    """How likely F is to be as large."""
    from scipy.special import fdtrc  # noqa: PLC0415

    return float(fdtrc(above, below, value))


def f_quantile(share: float, above: float, below: float) -> float:
    """The F below which that share lies."""
    from scipy.special import fdtri  # noqa: PLC0415

    return float(fdtri(above, below, share))


def t_two_sided(value: float, df: float) -> float:
    """How likely Student's t is to be as far from 0."""
    from scipy.special import stdtr  # noqa: PLC0415

    return float(2 * stdtr(df, -abs(value)))


def t_quantile(share: float, df: float) -> float:
    """The t below which that share lies."""
    from scipy.special import stdtrit  # noqa: PLC0415

    return float(stdtrit(df, share))


def normal_two_sided(value: float) -> float:
    """How likely a normal deviate is to be as far from 0."""
    return 2 * NormalDist().cdf(-abs(value))


def normal_quantile(share: float) -> float:
    """The normal deviate below which that share lies."""
    return NormalDist().inv_cdf(share)


def range_tail(value: float, groups: int, df: float) -> float:
    """How likely the studentized range is to be as large (Tukey)."""
    from scipy.stats import studentized_range  # noqa: PLC0415

    return float(studentized_range.sf(value, groups, df))


def binomial_count(share: float, trials: int, chance: float) -> int:
    """The smallest count up to which at least that share of the binomial lies."""
    from scipy.special import bdtr  # noqa: PLC0415

    low, high = 0, trials
    while low < high:
        middle = (low + high) // 2
        if bdtr(middle, trials, chance) >= share * (1 - 1e-12):
            high = middle
        else:
            low = middle + 1
    return low
