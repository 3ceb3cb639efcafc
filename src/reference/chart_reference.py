#!/usr/bin/env python3
"""The control chart and the comparison with earlier nights, as in dev.decorum.stats, with SciPy.

    chart_reference.py > ../test/resources/statistics/chart.csv

Made-up nights: the level drops by 2.5 points for nights 60 to 84, night 100 is an outlier, three nights have no error of
their own (counted as half the median error), night 20 is small, and nights from 120 on move in slow waves. A row has a night, the chart's numbers (empty while it learns), and the night against the
14 before it (empty where there are fewer than 3).
"""

import csv
import sys

import numpy as np
from scipy import optimize, stats

ALLOWANCE, LIMIT, LARGEST, SUDDEN, FEWEST, DELAY, MOST = 0.5, 6.4, 3.0, 5.0, 14, 7, 40
MOST_INFLATION, FEWEST_CORRELATED = 1.35, 28
WINDOW = 14


def nights():
    random = np.random.RandomState(7)
    errors = np.round(random.uniform(0.6, 1.4, 120), 3)
    errors[[5, 33, 70]] = 0
    errors[20] = 6
    values = 50 + random.normal(0, 0.5, 120) + errors * random.normal(0, 1, 120)
    values[60:85] -= 2.5
    values[100] += 9
    more = np.round(random.uniform(0.6, 1.4, 80), 3)
    wave = np.zeros(80)
    for night in range(1, 80):
        wave[night] = 0.6 * wave[night - 1] + random.normal(0, 0.6)
    values = np.append(values, 50 + wave + more * random.normal(0, 1, 80))
    errors = np.append(errors, more)
    return np.round(values / 100, 5), np.round(errors / 100, 5)


def paule_mandel(values, errors):
    """Mean, its variance and the variance between, by Brent's method."""

    def excess(between):
        weights = 1 / (errors**2 + between)
        mean = np.sum(weights * values) / np.sum(weights)
        return np.sum(weights * (values - mean) ** 2) - (len(values) - 1)

    smallest = 1e-9 * np.var(values)
    between = 0.0
    if excess(smallest) > 0:
        between = optimize.brentq(excess, smallest, 100 * np.var(values), xtol=1e-15, rtol=1e-14)
    weights = 1 / (errors**2 + between)
    return np.sum(weights * values) / np.sum(weights), 1 / np.sum(weights), between


def predict(values, errors, error):
    least = np.median(errors) / 2
    mean, variance, between = paule_mandel(values, np.maximum(errors, least))
    error = max(error, least)
    return mean, np.sqrt(error**2 + between + variance), between, len(values) - 1


def inflation(values, errors):
    """How many times as large the limit of sums is, by the correlations of nights that are one and two apart."""
    if len(values) < FEWEST_CORRELATED:
        return 1.0
    least = np.median(errors) / 2
    errors = np.maximum(errors, least)
    mean, _, between = paule_mandel(values, errors)
    residuals = np.clip((values - mean) / np.sqrt(errors**2 + between), -LARGEST, LARGEST)
    count = len(values)
    first, second = [residuals[lag:] @ residuals[:-lag] / (residuals @ residuals) + 1 / count for lag in (1, 2)]
    return float(np.clip(1 + 4 * (first + second), 1, MOST_INFLATION))


def chart(values, errors):
    reference, waiting = list(range(FEWEST)), []
    low = high = 0.0
    low_sum_limit = high_sum_limit = LIMIT
    low_run = high_run = 0
    rows = [[""] * 14 for _ in range(FEWEST)]
    for night in range(FEWEST, len(values)):
        mean, error, _, df = predict(values[reference], errors[reference], errors[night])
        count = len(reference)
        reach = stats.t.ppf(0.975, df) * error

        def value_at(score):
            return mean + np.sign(score) * stats.t.isf(stats.norm.sf(abs(score)), df) * error

        limit = LIMIT * inflation(values[reference], errors[reference])
        low_sum_limit = low_sum_limit if low > 0 else limit
        high_sum_limit = high_sum_limit if high > 0 else limit
        needed = [low_sum_limit + ALLOWANCE - low, high_sum_limit + ALLOWANCE - high]
        low_limit, high_limit = [n if n < LARGEST else SUDDEN for n in needed]
        ratio = (values[night] - mean) / error
        score = np.sign(ratio) * min(SUDDEN, stats.norm.isf(stats.t.sf(abs(ratio), df)))
        counted = np.clip(score, -LARGEST, LARGEST)
        low = min(max(0.0, low - counted - ALLOWANCE), low_sum_limit + LARGEST)
        high = min(max(0.0, high + counted - ALLOWANCE), high_sum_limit + LARGEST)
        low_drift, high_drift = low > low_sum_limit, high > high_sum_limit
        low_run = low_run + 1 if low > 0 else 0
        high_run = high_run + 1 if high > 0 else 0
        drift = low_drift or high_drift
        sudden = abs(score) >= SUDDEN
        alarm = "NONE"
        if sudden:
            alarm = "LOW" if score < 0 else "HIGH"
        elif drift:
            alarm = "LOW" if low_drift else "HIGH"
        run = {"NONE": 0, "LOW": low_run, "HIGH": high_run}[alarm]
        rows.append([count, mean, error, mean - reach, mean + reach, score, low, high,
                     low_sum_limit, high_sum_limit, value_at(-low_limit), value_at(high_limit), alarm, run])
        if drift:
            waiting = []
        elif not sudden:
            waiting.append(night)
            if len(waiting) > DELAY:
                reference.append(waiting.pop(0))
            reference = reference[-MOST:]
    return rows


def trailing(values, errors, night):
    window = slice(max(0, night - WINDOW), night)
    if len(values[window]) < 3:
        return [""] * 6
    mean, error, between, df = predict(values[window], errors[window], errors[night])
    difference = values[night] - mean
    reach = stats.t.ppf(0.975, df) * error
    return [mean, difference, difference - reach, difference + reach, np.sqrt(between),
            2 * stats.t.sf(abs(difference / error), df)]


def main():
    values, errors = nights()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["value", "error", "reference", "expected", "expected_error", "expected_low", "expected_high",
                     "score", "low_sum", "high_sum", "low_sum_limit", "high_sum_limit", "low_limit", "high_limit",
                     "alarm", "run", "trailing_expected", "trailing_difference", "trailing_low", "trailing_high", "trailing_between", "trailing_p"])
    for night, row in enumerate(chart(values, errors)):
        numbers = [values[night], errors[night], *row, *trailing(values, errors, night)]
        writer.writerow([repr(float(n)) if isinstance(n, float) else n for n in numbers])


if __name__ == "__main__":
    main()
