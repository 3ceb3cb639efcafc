#!/usr/bin/env python3
"""A second, independent computation of what `decorum evaluate` reports, with scikit-learn for the values and numpy for the
variances. No bootstrap: expected_calibration_error and spearman have a value only.

  evaluate_reference.py SCORES.csv --label label [--cluster FIELD[,FIELD]] [--by FIELD[,FIELD]] [--baseline 0.672]
                        [--thresholds 0.5,0.672]
  evaluate_reference.py --self-test

SCORES.csv is what `decorum score --keep label,...` wrote, with 1 for appropriate in the label column and 0 for inappropriate;
rows without a label are left out. The self-test holds every influence against a numerical derivative and the variances against
statsmodels and scipy. Needs numpy, scipy, scikit-learn and statsmodels.
"""
import argparse
import csv
import json
import sys

import numpy as np
from scipy import stats
from scipy.special import expit, logit
from sklearn import metrics

BASE_RATE = 0.672
BINS = 10
CHOSEN, REJECTED = "#chosen", "#rejected"


# ---- rows ------------------------------------------------------------------------------------------------------------------

class Rows:
    """Rows of a score CSV: the cells as text, and z (log odds) and p (probability of appropriate) from the float32 logits."""

    def __init__(self, cells):
        self.cells = cells
        low, high = (np.array([np.float32(row[name]) for row in cells], np.float32).astype(float)
                     for name in ("logit_inappropriate", "logit_appropriate"))
        self.z = high - low
        with np.errstate(over="ignore"):
            self.p = 1 / (1 + np.exp(low - high))

    def __len__(self):
        return len(self.cells)

    def column(self, name):
        return np.array([row.get(name) or "" for row in self.cells], dtype=object)

    def take(self, which):
        which = np.flatnonzero(which) if np.asarray(which).dtype == bool else which
        return Rows([self.cells[i] for i in which])


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return Rows(list(csv.DictReader(file)))


# ---- clusters and variances ------------------------------------------------------------------------------------------------

class Clusters:
    """What rows are clustered by: nothing (independent), one field, or two fields and their intersection. One array of cluster
    numbers for each; a row without value is a cluster of its own."""

    def __init__(self, codes, independent):
        self.codes, self.independent = [np.unique(code, return_inverse=True)[1] for code in codes], independent

    @staticmethod
    def by(*columns, rows):
        if not columns:
            return Clusters([np.arange(rows)], True)
        codes = []
        for column in columns:
            names = [value or ("no value", i) for i, value in enumerate(column)]
            numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
            codes.append(np.array([numbers[name] for name in names]))
        if len(codes) == 2:
            codes.append(codes[0] * rows + codes[1])
        return Clusters(codes, False)

    def take(self, which):
        return Clusters([code[which] for code in self.codes], self.independent)

    @property
    def count(self):
        """G; for two-way clusters the smaller of the two."""
        return min(len(np.unique(code)) for code in self.codes[:2])

    def critical(self, df, level=0.975):
        """What a share's interval takes: the normal quantile for independent rows, else Student's."""
        return stats.norm.ppf(level) if self.independent else student(df, level)


def student(df, level=0.975):
    return stats.t.ppf(level, df) if df > 0 else np.nan


def grow(clusters):
    """G/(G-1)"""
    return clusters / (clusters - 1) if clusters > 1 else np.nan


def two_way(parts):
    """V_1 + V_2 - V_12 but at least V_1 and V_2; just V_1 for one clustering."""
    return parts[0] if len(parts) == 1 else max(parts[0] + parts[1] - parts[2], parts[0], parts[1])


def covariance_parts(u, v, clusters):
    parts = []
    for code in clusters.codes:
        size = code.max() + 1
        parts.append(grow(size) * float(np.bincount(code, u, size) @ np.bincount(code, v, size)))
    return parts


def variance(u, clusters):
    """Cluster-robust variance of a statistic whose linearisation is the sum of u, and its degrees of freedom."""
    return two_way(covariance_parts(u, u, clusters)), clusters.count - 1


def two_sample_parts(u, second, clusters):
    """For each clustering V_A, V_B, the covariance of the two samples, G_A, G_B and whether a cluster holds rows of both."""
    parts = []
    for code in clusters.codes:
        size = code.max() + 1
        a, b = (np.bincount(code[side], u[side], size) for side in (~second, second))
        in_a, in_b = (np.bincount(code[side], minlength=size) > 0 for side in (~second, second))
        both = bool((in_a & in_b).any())
        parts.append((grow(in_a.sum()) * float(a @ a), grow(in_b.sum()) * float(b @ b),
                      grow(size) * float(a @ b) if both else 0.0, int(in_a.sum()), int(in_b.sum()), both))
    return parts


def two_sample_variance(u, second, clusters):
    """Variance and degrees of freedom of sum(u) where the rows `second` are the second sample."""
    parts = two_sample_parts(u, second, clusters)
    total = two_way([a + b + 2 * cross for a, b, cross, *_ in parts])
    v_a, v_b, _, g_a, g_b, both = parts[0]
    if both or len(parts) > 1:
        return total, clusters.count - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        welch = np.divide(total**2, v_a**2 / (g_a - 1) + v_b**2 / (g_b - 1))
    return total, float(welch) if np.isfinite(welch) else min(g_a, g_b) - 1


def smaller_sample(second, clusters):
    return min(clusters.take(~second).count, clusters.take(second).count)


# ---- intervals -------------------------------------------------------------------------------------------------------------

def wilson(p, n, c):
    centre, half = p + c * c / (2 * n), c * np.sqrt(p * (1 - p) / n + c * c / (4 * n * n))
    return (centre - half) / (1 + c * c / n), (centre + half) / (1 + c * c / n)


def estimate(value, v, low, high):
    return {"value": value, "standard_error": float(np.sqrt(v)), "low": low, "high": high}


def identity(value, v, df):
    half = student(df) * np.sqrt(v)
    return estimate(value, v, value - half, value + half)


def on_logit(value, v, df, clusters, n_eff):
    """The interval on the log odds; Wilson's with n_eff rows where the value is 0 or 1."""
    if min(value, 1 - value) < 1e-12:
        return estimate(value, v, *wilson(round(value), n_eff, clusters.critical(df)))
    half = student(df) * np.sqrt(v) / (value * (1 - value))
    return estimate(value, v, float(expit(logit(value) - half)), float(expit(logit(value) + half)))


def on_fisher(value, v, df, clusters, n_eff):
    """The interval on Fisher's z; Wilson's of (1 + value) / 2 where the value is -1 or 1."""
    if 1 - abs(value) < 1e-12:
        low, high = wilson(round((1 + value) / 2), n_eff, clusters.critical(df))
        return estimate(value, v, 2 * low - 1, 2 * high - 1)
    half = student(df) * np.sqrt(v) / (1 - value * value)
    return estimate(value, v, float(np.tanh(np.arctanh(value) - half)), float(np.tanh(np.arctanh(value) + half)))


def effective_size(p, v, n, clusters):
    return clusters.count if p in (0, 1) else n / max(1, v / (p * (1 - p) / (n - 1)))


def share(x, clusters, around=None):
    """The mean of a variable in [0, 1], with Wilson's interval for the effective number of rows (around another value, with the
    effective number of this one, for Woodruff's interval)."""
    n, p = len(x), float(np.mean(x))
    if n < 2 or clusters.count < 2:
        return estimate(p, np.nan, np.nan, np.nan)
    v, df = variance((x - p) / n, clusters)
    low, high = wilson(p if around is None else around, effective_size(p, v, n, clusters), clusters.critical(df))
    return estimate(p, v, low, high)


def mean(x, clusters):
    value = float(np.mean(x))
    return identity(value, *variance((x - value) / len(x), clusters))


def mean_probability(p, clusters):
    """An interval of a probability ends at 0 and 1."""
    clipped = mean(p, clusters)
    clipped["low"], clipped["high"] = (float(np.clip(clipped[end], 0, 1)) for end in ("low", "high"))
    return clipped


# ---- values and influences -------------------------------------------------------------------------------------------------

def losses(y, z):
    return np.logaddexp(0, -(2 * y - 1) * z)


def log_loss_skill(y, z):
    n, b, loss = len(y), y.mean(), losses(y, z).mean()
    entropy = -(b * np.log(b) + (1 - b) * np.log(1 - b))
    return 1 - loss / entropy, (-(losses(y, z) - loss) / entropy + loss / entropy**2 * np.log((1 - b) / b) * (y - b)) / n


def brier_skill(y, p):
    n, b, squares = len(y), y.mean(), (p - y) ** 2
    chance = b * (1 - b)
    return (1 - squares.mean() / chance,
            (-(squares - squares.mean()) / chance + squares.mean() * (1 - 2 * b) / chance**2 * (y - b)) / n)


def placements(first, second):
    """P(second > first) + P(tie) / 2, and the influences of the first and of the second sample."""
    def below(x, of):
        of = np.sort(of)
        return (np.searchsorted(of, x, "left") + np.searchsorted(of, x, "right")) / 2 / len(of)
    over, under = below(second, first), 1 - below(first, second)
    value = float(over.mean())
    return value, (under - value) / len(first), (over - value) / len(second)


def roc_auc(y, p, clusters):
    positive = y == 1
    _, first, second = placements(p[~positive], p[positive])
    u = np.empty(len(y))
    u[~positive], u[positive] = first, second
    return on_logit(float(metrics.roc_auc_score(y, p)), *two_sample_variance(u, positive, clusters), clusters,
                    smaller_sample(positive, clusters))


def average_precision_influence(y, score):
    """The derivative of scikit-learn's average precision with respect to each row's weight, at weights 1."""
    _, group = np.unique(-score, return_inverse=True)  # equal scores enter together, the highest first
    hits, all_rows = np.bincount(group, y), np.bincount(group)
    true, shown = np.cumsum(hits), np.cumsum(all_rows)
    precision, positives = true / shown, y.sum()
    ap = hits @ precision / positives
    later_true = np.cumsum((hits * (shown - true) / shown**2)[::-1])[::-1]  # what one more hit here does to all precisions below
    later_false = np.cumsum((hits * true / shown**2)[::-1])[::-1]
    return np.where(y == 1, precision[group] - ap + later_true[group], -later_false[group]) / positives


def pr_auc(y, score, clusters):
    v, df = variance(average_precision_influence(y, score), clusters)
    return on_logit(float(metrics.average_precision_score(y, score)), v, df, clusters, clusters.count)


def logistic(y, z, weight=None):
    """Maximum likelihood of y on 1 and z (Newton), and the influences of intercept and slope; None where it does not converge."""
    weight = np.ones(len(y)) if weight is None else weight
    x, beta = np.column_stack([np.ones(len(z)), z]), np.zeros(2)
    for _ in range(100):
        mu = expit(x @ beta)
        hessian = (x * (weight * mu * (1 - mu))[:, None]).T @ x
        if np.linalg.cond(hessian) > 1e14:
            return None
        step = np.linalg.solve(hessian, x.T @ (weight * (y - mu)))
        beta = beta + step
        if np.abs(step).max() < 1e-14 * max(1, np.abs(beta).max()):
            break
    mu = expit(x @ beta)
    hessian = (x * (weight * mu * (1 - mu))[:, None]).T @ x
    return beta, np.linalg.solve(hessian, (x * (y - mu)[:, None]).T)


def equal_mass_bins(p):
    """Row numbers of each bin: groups of equal p in order, closed where their number reaches the next tenth of the rows."""
    order, n = np.argsort(p, kind="stable"), len(p)
    bins, start, k = [], 0, 1
    for end in range(1, n + 1):
        if (end == n or p[order[end]] != p[order[end - 1]]) and end * BINS >= n * k:
            bins.append(order[start:end])
            start, k = end, end * BINS // n + 1
    return bins


def calibration(y, p, z, clusters):
    gap = mean(p - y, clusters)
    fit = logistic(y, z)
    intercept, slope = (identity(float(b), *variance(u, clusters)) for b, u in zip(*fit)) if fit else (None, None)
    bins = [{"lowest": p[b].min(), "highest": p[b].max(), "count": len(b), "mean_probability": p[b].mean(),
             "observed_rate": share(y[b], clusters.take(b))} for b in equal_mass_bins(p)]
    ece = sum(b["count"] / len(y) * abs(b["observed_rate"]["value"] - b["mean_probability"]) for b in bins)
    return {"in_the_large": gap, "slope": slope, "intercept": intercept, "expected_calibration_error": {"value": ece}, "bins": bins}


def f1(tp, fp, fn):
    """F1 and its derivatives by the three counts."""
    d = 2 * tp + fp + fn
    return 2 * tp / d, (2 * (fp + fn) / d**2, -2 * tp / d**2, -2 * tp / d**2)


def mcc(tp, fp, tn, fn):
    """Matthews' correlation and its derivatives by the four counts."""
    top, a, b, c, d = tp * tn - fp * fn, tp + fp, tp + fn, tn + fp, tn + fn
    root = np.sqrt(float(a) * b * c * d)
    by = lambda slope, *margins: slope / root - top / (2 * root) * sum(1 / m for m in margins)
    return top / root, (by(tn, a, b), by(-fn, a, c), by(tp, c, d), by(-fp, b, d))


def balanced_accuracy(tp, fp, tn, fn):
    pos, neg = tp + fn, tn + fp
    return (tp / pos + tn / neg) / 2, (fn / pos**2 / 2, -tn / neg**2 / 2, fp / neg**2 / 2, -tp / pos**2 / 2)


def at_threshold(y, p, threshold, clusters):
    said = (p >= threshold).astype(int)
    tn, fp, fn, tp = (int(count) for count in metrics.confusion_matrix(y, said, labels=[0, 1]).ravel())
    cell = {"tp": (said == 1) & (y == 1), "fp": (said == 1) & (y == 0), "tn": (said == 0) & (y == 0), "fn": (said == 0) & (y == 1)}

    def delta(interval, value, cells, slopes):
        u = sum(slope * cell[name] for name, slope in zip(cells, slopes))
        return interval(float(value), *variance(u, clusters), clusters, clusters.count)

    def one_class(label, true, false_said, missed):
        rows_said, rows_are = said == label, y == label
        precision, recall, score, _ = metrics.precision_recall_fscore_support(y, said, labels=[label], zero_division=0)
        counts = [int(cell[name].sum()) for name in (true, false_said, missed)]
        return {"precision": share((y[rows_said] == label) * 1.0, clusters.take(rows_said)) if rows_said.any() else None,
                "recall": share((said[rows_are] == label) * 1.0, clusters.take(rows_are)) if rows_are.any() else None,
                "f1": delta(on_logit, score[0], (true, false_said, missed), f1(*counts)[1]) if sum(counts) else None}

    names, counts = ("tp", "fp", "tn", "fn"), (tp, fp, tn, fn)
    classes, sides = (tp + fn) * (tn + fp) > 0, (tp + fp) * (tn + fn) > 0
    return {"threshold": threshold, "true_appropriate": tp, "false_appropriate": fp, "true_inappropriate": tn,
            "false_inappropriate": fn, "appropriate": one_class(1, "tp", "fp", "fn"),
            "inappropriate": one_class(0, "tn", "fn", "fp"),
            "mcc": delta(on_fisher, metrics.matthews_corrcoef(y, said), names, mcc(*counts)[1]) if classes and sides else None,
            "balanced_accuracy": delta(on_logit, metrics.balanced_accuracy_score(y, said), names, balanced_accuracy(*counts)[1])
            if classes else None}


def truncated(rows):
    return np.array([int(row["tokens_dropped"]) > 0 or "truncated" in row["flags"].split(";") for row in rows.cells]) * 1.0


def pairs(rows, cluster_fields):
    """Ids that differ in #chosen and #rejected only; the chosen row says which cluster a pair belongs to."""
    where = {row["id"]: i for i, row in enumerate(rows.cells)}
    both = [(i, where[name[: -len(CHOSEN)] + REJECTED]) for name, i in where.items()
            if name.endswith(CHOSEN) and name[: -len(CHOSEN)] + REJECTED in where]
    if not both:
        return None
    chosen, rejected = np.array(both).T
    clusters = Clusters.by(*(rows.column(field)[chosen] for field in cluster_fields), rows=len(chosen))
    won = (np.sign(rows.p[chosen] - rows.p[rejected]) + 1) / 2
    return {"count": len(chosen), "accuracy": share(won, clusters), "margin": mean(rows.p[chosen] - rows.p[rejected], clusters),
            "logit_margin": mean(rows.z[chosen] - rows.z[rejected], clusters)}


def benjamini_hochberg(p_values):
    p_values = np.asarray(p_values, float)
    order, m = np.argsort(p_values), len(p_values)
    q = np.empty(m)
    q[order] = np.minimum(1, np.minimum.accumulate((p_values[order] * m / np.arange(1, m + 1))[::-1])[::-1])
    return q


def two_sided(t, df):
    return 2 * float(stats.t.sf(abs(t), df))


def slices(rows, y, clusters, fields):
    """One for each value of a field; rows without value are in none, but among the others of each."""
    out, loss = [], losses(y, rows.z)
    for field in fields:
        column = rows.column(field)
        for value in sorted(set(column) - {""}):
            inside = column == value
            own, y_in, p_in = clusters.take(inside), y[inside], rows.p[inside]
            result = {"field": field, "value": value, "count": int(inside.sum()), "clusters": own.count,
                      "base_rate": share(y_in, own), "mean_probability": mean_probability(p_in, own), "loss": mean(loss[inside], own),
                      "accuracy": share(((rows.z[inside] > 0) == y_in) * 1.0, own),
                      "roc_auc": roc_auc(y_in, p_in, own) if 0 < y_in.mean() < 1 else None}
            if not inside.all():
                u = np.where(inside, (loss - loss[inside].mean()) / inside.sum(), -(loss - loss[~inside].mean()) / (~inside).sum())
                difference = float(loss[inside].mean() - loss[~inside].mean())
                v, df = two_sample_variance(u, inside, clusters)
                result |= {"loss_difference": identity(difference, v, df), "p_value": two_sided(difference / np.sqrt(v), df)}
            out.append(result)
    tested = [s for s in out if "p_value" in s]
    for one, q in zip(tested, benjamini_hochberg([s["p_value"] for s in tested])):
        one["q_value"] = q
    return out


def evaluate(rows, label="label", cluster_fields=(), by=(), baseline=BASE_RATE, thresholds=None):
    every_row = rows
    rows = rows.take(rows.column(label) != "")
    y, p, z = rows.column(label).astype(float), rows.p, rows.z
    clusters = Clusters.by(*(rows.column(field) for field in cluster_fields), rows=len(rows))
    both_classes = 0 < y.mean() < 1
    skills = [identity(float(value), *variance(u, clusters)) for value, u in (log_loss_skill(y, z), brier_skill(y, p))] \
        if both_classes else [None, None]
    return {
        "count": len(rows), "clusters": clusters.count,
        "base_rate": share(y, clusters), "mean_probability": mean_probability(p, clusters), "loss": mean(losses(y, z), clusters),
        "accuracy": share(((z > 0) == y) * 1.0, clusters), "log_loss_skill": skills[0],
        "brier": mean((p - y) ** 2, clusters), "brier_skill": skills[1],
        "roc_auc": roc_auc(y, p, clusters) if both_classes else None,
        "pr_auc_appropriate": pr_auc(y, p, clusters) if both_classes else None,
        "pr_auc_inappropriate": pr_auc(1 - y, -p, clusters) if both_classes else None,
        "calibration": calibration(y, p, z, clusters),
        "thresholds": [at_threshold(y, p, t, clusters) for t in thresholds or (0.5, baseline)],
        "length": {"spearman": {"value": float(stats.spearmanr(p, rows.column("tokens").astype(float))[0])},
                   "share_truncated": share(truncated(rows), clusters)},
        "slices": slices(rows, y, clusters, by),
        "pairs": pairs(every_row, cluster_fields),
    }


# ---- self-test -------------------------------------------------------------------------------------------------------------

def near(what, a, b, tolerance=1e-9):
    a, b = np.asarray(a, float), np.asarray(b, float)
    gap = float(np.max(np.abs(a - b) / np.maximum(1, np.abs(b))))
    print(f"{what:58} {gap:.1e}")
    assert gap <= tolerance, what


def derivative(statistic, n, step=1e-5):
    """Of a statistic of row weights, at weights 1."""
    out = np.empty(n)
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += step
        down[i] -= step
        out[i] = (statistic(up) - statistic(down)) / (2 * step)
    return out


def self_test():
    from statsmodels.api import Logit
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import proportion_confint

    random = np.random.default_rng(5)
    n = 120
    z = np.round(random.normal(0.4, 1.4, n), 1)
    p, y = expit(z), (random.random(n) < expit(0.8 * z)).astype(float)
    clusters = Clusters.by(np.array([f"u{c}" for c in random.integers(0, 25, n)], dtype=object), rows=n)
    alone = Clusters.by(rows=n)
    average = lambda x: lambda w: np.average(x, weights=w)

    loss_w, base_w, brier_w = average(losses(y, z)), average(y), average((p - y) ** 2)
    entropy_w = lambda w: stats.entropy([base_w(w), 1 - base_w(w)])
    near("log_loss_skill influence", log_loss_skill(y, z)[1], derivative(lambda w: 1 - loss_w(w) / entropy_w(w), n))
    near("brier_skill influence", brier_skill(y, p)[1],
         derivative(lambda w: 1 - brier_w(w) / (base_w(w) * (1 - base_w(w))), n))
    for name, truth, score in (("appropriate", y, p), ("inappropriate", 1 - y, -p)):
        near(f"pr_auc_{name} influence", average_precision_influence(truth, score),
             derivative(lambda w: metrics.average_precision_score(truth, score, sample_weight=w), n))
    near("average precision influences sum to 0", average_precision_influence(y, p).sum(), 0)
    auc, first, second = placements(p[y == 0], p[y == 1])
    u = np.empty(n)
    u[y == 0], u[y == 1] = first, second
    near("roc_auc", auc, metrics.roc_auc_score(y, p))
    near("roc_auc influence", u, derivative(lambda w: metrics.roc_auc_score(y, p, sample_weight=w), n))
    near("calibration influences", logistic(y, z)[1],
         np.array([derivative(lambda w: logistic(y, z, w)[0][k], n) for k in (0, 1)]))
    said = (p >= 0.6).astype(int)
    cells = [(said == a) & (y == b) for a, b in ((1, 1), (1, 0), (0, 0), (0, 1))]
    counts = [int(c.sum()) for c in cells]
    near("mcc influence", sum(s * c for s, c in zip(mcc(*counts)[1], cells)),
         derivative(lambda w: metrics.matthews_corrcoef(y, said, sample_weight=w), n))
    near("balanced_accuracy influence", sum(s * c for s, c in zip(balanced_accuracy(*counts)[1], cells)),
         derivative(lambda w: metrics.balanced_accuracy_score(y, said, sample_weight=w), n))
    tp, fp, tn, fn = counts
    near("f1 influence", sum(s * c for s, c in zip(f1(tp, fp, fn)[1], (cells[0], cells[1], cells[3]))),
         derivative(lambda w: metrics.f1_score(y, said, sample_weight=w), n))
    near("mcc, balanced_accuracy, f1", [mcc(*counts)[0], balanced_accuracy(*counts)[0], f1(tp, fp, fn)[0]],
         [metrics.matthews_corrcoef(y, said), metrics.balanced_accuracy_score(y, said), metrics.f1_score(y, said)])

    near("loss, brier", [losses(y, z).mean(), ((p - y) ** 2).mean()], [metrics.log_loss(y, p), metrics.brier_score_loss(y, p)])
    for kind, groups in (("independent", alone), ("clustered", clusters)):
        fit = Logit(y, np.column_stack([np.ones(n), z])).fit(disp=0, tol=1e-12, cov_type="cluster",
                                                             cov_kwds={"groups": groups.codes[0], "use_correction": True})
        beta, influence = logistic(y, z)
        near(f"calibration coefficients, {kind}", beta, fit.params)
        near(f"calibration variances, {kind} (statsmodels)", [variance(i, groups)[0] for i in influence],
             np.diag(fit.cov_params()) * (n - 2) / (n - 1))  # its factor is G/(G-1) (n-1)/(n-k)
    near("a mean's variance, independent", mean(p, alone)["standard_error"], stats.sem(p))
    near("a mean's interval, independent (scipy)", [mean(p, alone)[k] for k in ("low", "high")],
         stats.t.interval(0.95, n - 1, p.mean(), stats.sem(p)))
    ours = share(y, alone)
    near("a share's interval (scipy)", [ours["low"], ours["high"]], stats.binomtest(int(y.sum()), n).proportion_ci(method="wilson"))
    near("a share's interval (statsmodels)", [ours["low"], ours["high"]], proportion_confint(int(y.sum()), n, method="wilson"))
    near("the share 1's interval (statsmodels)", [share(np.ones(n), alone)[k] for k in ("low", "high")],
         proportion_confint(n, n, method="wilson"))
    first, second = p[y == 0], np.round(p[y == 1] + 0.02, 2)
    both = np.concatenate([(first.mean() - first) / len(first), (second - second.mean()) / len(second)])
    v, df = two_sample_variance(both, np.arange(n) >= len(first), alone)
    near("two samples (scipy's Welch test)", np.log(two_sided((second.mean() - first.mean()) / np.sqrt(v), df)),
         np.log(stats.ttest_ind(second, first, equal_var=False).pvalue))
    near("roc_auc (scipy's Mann-Whitney test)", auc, stats.mannwhitneyu(p[y == 1], p[y == 0]).statistic / y.sum() / (n - y.sum()))
    near("q values (statsmodels)", benjamini_hochberg([0.01, 0.04, 0.03, 0.2, 0.2, 0.9]),
         multipletests([0.01, 0.04, 0.03, 0.2, 0.2, 0.9], method="fdr_bh")[1])
    same = Clusters([clusters.codes[0]] * 3, False)
    near("two-way with the same clusters twice", variance((p - p.mean()) / n, same)[0], variance((p - p.mean()) / n, clusters)[0])
    near("log of a probability near 1", losses(np.array([0.0, 1.0]), np.array([60.0, 60.0])), [60, np.exp(-60)])


def plain(value):
    """For JSON: numbers in full, null for what is not a number."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def listed(text):
    return [part for part in text.split(",") if part]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scores", nargs="?")
    parser.add_argument("--label", default="label")
    parser.add_argument("--cluster", type=listed, default=[])
    parser.add_argument("--by", type=listed, default=[])
    parser.add_argument("--baseline", type=float, default=BASE_RATE)
    parser.add_argument("--thresholds", type=lambda text: [float(t) for t in listed(text)])
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        self_test()
        return
    if not args.scores:
        parser.error("SCORES.csv is missing")
    result = evaluate(read_rows(args.scores), args.label, args.cluster, args.by, args.baseline, args.thresholds)
    json.dump(plain(result), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
