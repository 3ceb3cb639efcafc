#!/usr/bin/env python3
"""A second, independent computation of what `decorum compare` reports: cluster-robust differences between versions of a bot.

  compare_reference.py A.csv B.csv [C.csv ...] [--cluster FIELD[,FIELD]] [--by FIELD[,FIELD]] [--baseline 0.672]
                       [--resamples 100000] [--seed 1]
  compare_reference.py --self-test

Every pair of files is compared, the earlier one as the reference; differences are candidate - reference. Files with common ids are
paired by them. `monte_carlo` has a bootstrap-t interval and a permutation p (sign flips of clusters where paired, else clusters
dealt anew) that Decorum's random ones should be near; two-way clusters have none. The self-test holds the rest against scipy and
statsmodels. Needs what evaluate_reference.py needs.
"""
import argparse
import itertools
import json
import sys
from pathlib import Path

import numpy as np
from scipy import stats

from evaluate_reference import (BASE_RATE, Clusters, benjamini_hochberg, covariance_parts, identity, listed, mean, near, on_logit,
                                placements, plain, read_rows, share, smaller_sample, student, two_sample_parts,
                                two_sample_variance, two_sided, variance)

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
CHUNK = 4_000_000  # numbers that are drawn at a time


# ---- one version -----------------------------------------------------------------------------------------------------------

def inverted_cdf(ordered, q):
    """The smallest x with F(x) >= q."""
    return ordered[np.searchsorted(np.arange(1, len(ordered) + 1) / len(ordered), q, "left")]


def quantile(p, q, clusters):
    """With Woodruff's interval: Wilson's around q for the share at or below the quantile, read off the same CDF."""
    ordered = np.sort(p)
    at = inverted_cdf(ordered, q)
    band = share((p <= at) * 1.0, clusters, around=q)
    return {"value": at, "low": inverted_cdf(ordered, band["low"]), "high": inverted_cdf(ordered, band["high"])}


def version(name, rows, cluster_fields, baseline):
    clusters = clusters_of([rows], cluster_fields)
    average = mean(rows.p, clusters)
    return {"version": name, "count": len(rows), "clusters": clusters.count,
            "mean_probability": {key: average[key] for key in ("value", "standard_error")},
            "design_effect": average["standard_error"] ** 2 / (rows.p.var(ddof=1) / len(rows)),
            "baseline_delta_percent": {"value": (average["value"] - baseline) / baseline * 100},
            "share_below_baseline": share((rows.p < baseline) * 1.0, clusters),
            "quantiles": {f"{q:.2f}": quantile(rows.p, q, clusters) for q in QUANTILES}}


# ---- two versions ----------------------------------------------------------------------------------------------------------

def clusters_of(samples, fields):
    return Clusters.by(*(np.concatenate([rows.column(field) for rows in samples]) for field in fields),
                       rows=sum(len(rows) for rows in samples))


def mover(a, b, r):
    """Zou and Donner's interval of b - a from those of the two shares and the correlation of their estimates."""
    d, below_a, above_a = b["value"] - a["value"], a["value"] - a["low"], a["high"] - a["value"]
    below_b, above_b = b["value"] - b["low"], b["high"] - b["value"]
    return {"value": d, "low": d - np.sqrt(below_b**2 - 2 * r * below_b * above_a + above_a**2),
            "high": d + np.sqrt(above_b**2 - 2 * r * above_b * below_a + below_a**2)}


def correlation(covariance, a, b):
    scale = a["standard_error"] * b["standard_error"]
    return float(np.clip(covariance / scale, -1, 1)) if scale > 0 else 0.0


def added(parts):
    """C_1 + C_2 - C_12 of covariances; no lower bound as for variances."""
    return parts[0] if len(parts) == 1 else parts[0] + parts[1] - parts[2]


def paired(a, b, fields, baseline, draws):
    """a and b hold the same ids in the same order; a says which cluster a row belongs to."""
    clusters, n, d = clusters_of([a], fields), len(a), b.p - a.p
    v, df = variance((d - d.mean()) / n, clusters)
    below = [(rows.p < baseline) * 1.0 for rows in (a, b)]
    shares = [share(x, clusters) for x in below]
    covariance = added(covariance_parts(*((x - x.mean()) / n for x in below), clusters))
    return {"design": "paired", "count": n, "clusters": clusters.count, "student": identity(float(d.mean()), v, df), "degrees_of_freedom": df,
            "design_effect": v / (d.var(ddof=1) / n),
            "share_below_difference": mover(*shares, correlation(covariance, *shares)),
            "superiority": share((np.sign(d) + 1) / 2, clusters),
            **({"monte_carlo": paired_draws(d, clusters, *draws)} if draws else {})}


def independent(a, b, fields, baseline, draws):
    clusters, p = clusters_of([a, b], fields), np.concatenate([a.p, b.p])
    second = np.arange(len(p)) >= len(a)
    side = [np.flatnonzero(~second), np.flatnonzero(second)]
    sign = np.where(second, 1 / len(b), -1 / len(a))
    centred = lambda x: np.where(second, x - x[second].mean(), x - x[~second].mean())
    v, df = two_sample_variance(sign * centred(p), second, clusters)
    below = (p < baseline) * 1.0
    shares = [share(below[rows], clusters.take(rows)) for rows in side]
    covariance = added([part[2] for part in two_sample_parts(np.abs(sign) * centred(below), second, clusters)])
    over, first, other = placements(a.p, b.p)
    return {"design": "independent", "count": len(p), "clusters": clusters.count,
            "student": identity(float(b.p.mean() - a.p.mean()), v, df), "degrees_of_freedom": df,
            "share_below_difference": mover(*shares, correlation(covariance, *shares)),
            "superiority": on_logit(over, *two_sample_variance(np.concatenate([first, other]), second, clusters), clusters,
                                    smaller_sample(second, clusters)),
            **({"monte_carlo": independent_draws(p, second, clusters, *draws)} if draws else {})}


def pair(a, b, fields, baseline, draws=None):
    where = {row["id"]: i for i, row in enumerate(b.cells)}
    shared = [(i, where[row["id"]]) for i, row in enumerate(a.cells) if row["id"] in where]
    if shared:
        first, second = np.array(shared).T
        result = paired(a.take(first), b.take(second), fields, baseline, draws)
    else:
        result = independent(a, b, fields, baseline, draws)
    difference, over = result["student"], result["superiority"]
    se, df = difference["standard_error"], result["degrees_of_freedom"]
    return result | {"difference": {key: difference[key] for key in ("value", "standard_error")},
                     "cliffs_delta": {"value": 2 * over["value"] - 1, "standard_error": 2 * over["standard_error"],
                                      "low": 2 * over["low"] - 1, "high": 2 * over["high"] - 1},
                     "minimal_detectable_difference": (student(df) + student(df, 0.8)) * se,
                     "p_student": two_sided(difference["value"] / se, df)}


def holm(p_values):
    p_values = np.asarray(p_values, float)
    order, m = np.argsort(p_values), len(p_values)
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p_values[order] * np.arange(m, 0, -1)))
    return adjusted


def compare(versions, cluster_fields=(), by=(), baseline=BASE_RATE, resamples=0, seed=1):
    """versions: rows by name, the first is the reference of those after it, and so on."""
    pairs, slices = [], []
    for (reference, a), (candidate, b) in itertools.combinations(versions.items(), 2):
        names = {"reference": reference, "candidate": candidate}
        draws = (resamples, np.random.default_rng(seed)) if resamples and len(cluster_fields) < 2 else None
        pairs.append(names | pair(a, b, cluster_fields, baseline, draws))
        paired_rows = pairs[-1]["design"] == "paired"
        for field in by:
            for value in sorted((set(a.column(field)) & set(b.column(field))) - {""}):
                inside = [rows.take(rows.column(field) == value) for rows in (a, b)]
                if paired_rows and not set(inside[0].column("id")) & set(inside[1].column("id")):
                    continue
                slices.append({"field": field, "value": value} | names | pair(*inside, cluster_fields, baseline))
    for one, p in zip(pairs, holm([one["p_student"] for one in pairs])):
        one["p_holm_student"] = p
    for one, q in zip(slices, benjamini_hochberg([one["p_student"] for one in slices])):
        one["q_value_student"] = q
    return {"versions": [version(name, rows, cluster_fields, baseline) for name, rows in versions.items()],
            "pairs": pairs, "slices": slices}


# ---- Monte Carlo -----------------------------------------------------------------------------------------------------------

def chunks(resamples, width):
    step = max(1, CHUNK // width)
    return (min(step, resamples - done) for done in range(0, resamples, step))


def resampled(tables, resamples, random):
    """For each table (a row a cluster): the column sums of as many clusters, drawn with replacement."""
    for size in chunks(resamples, max(len(table) * table.shape[1] for table in tables)):
        yield [table[random.integers(len(table), size=(size, len(table)))].sum(axis=1) for table in tables]


def moments(x, code):
    """A cluster's row: sum, number, their squares and product, and 1 if it has rows."""
    total, number = np.bincount(code, x), np.bincount(code).astype(float)
    return np.column_stack([total, number, total**2, number**2, total * number, number > 0])


def mean_and_variance(sums):
    total, number, total2, number2, product, groups = sums.T
    centre = total / number
    return centre, groups / (groups - 1) * (total2 - 2 * centre * product + centre**2 * number2) / number**2


def bootstrap_t(value, se, t):
    t = t[np.isfinite(t)]
    low, high = np.quantile(t, [0.025, 0.975])
    return {"low": value - high * se, "high": value - low * se}


def tail(extreme, resamples):
    return (1 + int(extreme)) / (resamples + 1)


def paired_draws(d, clusters, resamples, random):
    code = clusters.codes[0]
    table = moments(d, code)
    value, v = (float(x[0]) for x in mean_and_variance(table.sum(axis=0)[None]))
    t = []
    for (sums,) in resampled([table], resamples, random):
        centre, spread = mean_and_variance(sums)
        t.append((centre - value) / np.sqrt(spread))
    extreme = 0
    for size in chunks(resamples, len(table)):
        flips = random.integers(0, 2, (size, len(table))) * 2.0 - 1
        extreme += (np.abs(flips @ table[:, 0]) >= abs(table[:, 0].sum()) * (1 - 1e-12)).sum()
    return {"resamples": resamples, "bootstrap_t": bootstrap_t(value, np.sqrt(v), np.concatenate(t)), "p": tail(extreme, resamples)}


def independent_draws(p, second, clusters, resamples, random):
    """Bootstrap of clusters (each version's own, or all together where some hold rows of both), and the clusters dealt anew: those
    of one version keep together and are shuffled, those of both swap the two versions or not."""
    code = clusters.codes[0]
    size = code.max() + 1
    a, b = (np.column_stack([np.bincount(code[rows], p[rows], size), np.bincount(code[rows], minlength=size)])
            for rows in (~second, second))
    in_a, in_b = a[:, 1] > 0, b[:, 1] > 0
    both = in_a & in_b

    def statistic(a, b):
        """Difference and its variance, from arrays (resample, cluster, [sum, number])."""
        centres, parts, groups = [], [], []
        for x in (a, b):
            number = x[..., 1].sum(-1, keepdims=True)
            centre = x[..., 0].sum(-1, keepdims=True) / number
            parts.append((x[..., 0] - centre * x[..., 1]) / number)
            centres.append(centre[..., 0])
            groups.append((x[..., 1] > 0).sum(-1))
        grown = [g / (g - 1) for g in groups]
        cross = (parts[0] * parts[1]).sum(-1) * size / (size - 1) if both.any() else 0
        return (centres[1] - centres[0],
                grown[0] * (parts[0] ** 2).sum(-1) + grown[1] * (parts[1] ** 2).sum(-1) - 2 * cross)

    value, v = (float(x) for x in statistic(a, b))
    observed, t, extreme = abs(value / np.sqrt(v)), [], 0
    single = np.flatnonzero(~both)
    for step in chunks(resamples, 8 * size):
        if both.any():
            drawn = random.integers(size, size=(step, size))
            with np.errstate(divide="ignore", invalid="ignore"):
                centre, spread = statistic(a[drawn], b[drawn])
        else:
            own = [x[kept][random.integers(kept.sum(), size=(step, kept.sum()))] for x, kept in ((a, in_a), (b, in_b))]
            with np.errstate(divide="ignore", invalid="ignore"):
                (mean_a, v_a), (mean_b, v_b) = (alone(x) for x in own)
            centre, spread = mean_b - mean_a, v_a + v_b
        t.append((centre - value) / np.sqrt(spread))
        to_b = np.tile(in_b & ~both, (step, 1))
        to_b[:, single] = random.permuted(to_b[:, single], axis=1)
        swap = (random.integers(0, 2, (step, size)) == 1) & both
        new_b = np.where(both, False, to_b)[..., None] * (a + b) + both[:, None] * np.where(swap[..., None], a, b)
        centre, spread = statistic(a + b - new_b, new_b)
        extreme += (np.abs(centre / np.sqrt(spread)) >= observed * (1 - 1e-12)).sum()
    return {"resamples": resamples, "bootstrap_t": bootstrap_t(value, np.sqrt(v), np.concatenate(t)), "p": tail(extreme, resamples)}


def alone(x):
    """Mean and its variance of each resample of clusters [sum, number]."""
    total, number, groups = x[..., 0].sum(-1), x[..., 1].sum(-1), x.shape[-2]
    centre = total / number
    return centre, groups / (groups - 1) * ((x[..., 0] - centre[:, None] * x[..., 1]) ** 2).sum(-1) / number**2


# ---- self-test -------------------------------------------------------------------------------------------------------------

class Scores:
    """Just enough of rows for the tests."""

    def __init__(self, p, **columns):
        self.p, self.columns = p, columns

    def __len__(self):
        return len(self.p)

    def column(self, name):
        return self.columns[name]


def self_test():
    from statsmodels.api import OLS
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep

    random = np.random.default_rng(6)
    n, m = 90, 130
    a, b = Scores(np.round(random.beta(3, 2, n), 2)), Scores(np.round(random.beta(3, 1.5, m), 2))
    same = Scores(np.round(random.beta(3, 1.5, n), 2))

    ours, scipys = paired(a, same, [], 0.672, None), stats.ttest_rel(same.p, a.p)
    near("paired p (scipy)", two_sided(ours["student"]["value"] / ours["student"]["standard_error"], n - 1), scipys.pvalue)
    near("paired interval (scipy)", [ours["student"][k] for k in ("low", "high")], scipys.confidence_interval())
    ours, scipys = independent(a, b, [], 0.672, None), stats.ttest_ind(b.p, a.p, equal_var=False)
    difference = ours["student"]
    near("Welch p (scipy)", two_sided(difference["value"] / difference["standard_error"], ours["degrees_of_freedom"]), scipys.pvalue)
    near("superiority (scipy)", ours["superiority"]["value"], stats.mannwhitneyu(b.p, a.p).statistic / n / m)
    wins = (b.p[None, :] > a.p[:, None]) + 0.5 * (b.p[None, :] == a.p[:, None])
    near("superiority's variance (DeLong, all pairs)", ours["superiority"]["standard_error"] ** 2,
         wins.mean(1).var(ddof=1) / n + wins.mean(0).var(ddof=1) / m)
    newcombe = confint_proportions_2indep((b.p < 0.672).sum(), m, (a.p < 0.672).sum(), n, method="newcomb", compare="diff")
    near("share_below_difference (statsmodels, Newcombe)", [ours["share_below_difference"][k] for k in ("low", "high")], newcombe)

    codes = np.column_stack([random.integers(0, 12, n), random.integers(0, 9, n)])
    names = {f"c{k}": np.array([str(c) for c in codes[:, k]], dtype=object) for k in (0, 1)}
    clusters = clusters_of([Scores(a.p, **names)], ["c0", "c1"])
    u = (a.p - a.p.mean()) / n
    fit = OLS(a.p, np.ones(n)).fit(cov_type="cluster", cov_kwds={"groups": codes})
    near("two-way variance of a mean (statsmodels)", added(covariance_parts(u, u, clusters)), fit.cov_params()[0, 0])
    near("quantiles (numpy)", [quantile(a.p, q, clusters)["value"] for q in QUANTILES],
         np.quantile(a.p, QUANTILES, method="inverted_cdf"))

    group = np.concatenate([np.arange(m) % 10, np.arange(n) % 10])  # every cluster has rows of both
    cells = [np.array([str(g) for g in part], dtype=object) for part in (group[:n], group[n:])]
    crossed = independent(Scores(a.p, g=cells[0]), Scores(b.p, g=cells[1]), ["g"], 0.672, None)
    fit = OLS(np.concatenate([a.p, b.p]), np.column_stack([np.ones(n + m), np.arange(n + m) >= n])).fit(
        cov_type="cluster", cov_kwds={"groups": np.concatenate([group[:n], group[n:]])})
    near("variance with shared clusters (statsmodels)", crossed["student"]["standard_error"] ** 2,
         fit.cov_params()[1, 1] * (n + m - 2) / (n + m - 1))  # its factor is G/(G-1) (n-1)/(n-k)
    near("Holm (statsmodels)", holm([0.01, 0.04, 0.03, 0.2]), multipletests([0.01, 0.04, 0.03, 0.2], method="holm")[1])

    d = same.p - a.p
    drawn = paired_draws(d, clusters_of([a], []), 20000, random)
    near("bootstrap-t is near Student's", list(drawn["bootstrap_t"].values()),
         stats.t.interval(0.95, n - 1, d.mean(), stats.sem(d)), 0.01)
    near("sign flips are near Student's p", drawn["p"], stats.ttest_rel(same.p, a.p).pvalue, 0.02)
    dealt = independent_draws(np.concatenate([a.p, b.p]), np.arange(n + m) >= n, clusters_of([a, b], []), 20000, random)
    near("bootstrap-t of two samples is near Welch's", list(dealt["bootstrap_t"].values()),
         [difference["low"], difference["high"]], 0.01)
    near("permutation p is near Welch's", dealt["p"], scipys.pvalue, 0.02)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scores", nargs="*")
    parser.add_argument("--cluster", type=listed, default=[])
    parser.add_argument("--by", type=listed, default=[])
    parser.add_argument("--baseline", type=float, default=BASE_RATE)
    parser.add_argument("--resamples", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        self_test()
        return
    if len(args.scores) < 2:
        parser.error("two or more score files are needed")
    versions = {Path(path).stem: read_rows(path) for path in args.scores}
    json.dump(plain(compare(versions, args.cluster, args.by, args.baseline, args.resamples, args.seed)), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
