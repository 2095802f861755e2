"""The peer of bench/lifetime-value.ts: BG/NBD and Gamma-Gamma as the Python package lifetimes goes about them, written
anew with NumPy and SciPy: every customer apart, parameters by scipy.optimize.minimize on the logarithms, expected orders
by the hypergeometric function. Reads the columns from the folder given, prints its time and its answer as JSON."""

import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

folder = sys.argv[1]
x, tx, t, sums = (np.fromfile(f"{folder}/{name}") for name in ("x", "tx", "t", "sums"))
AHEAD = 365 / 7


def purchases(at):
    r, alpha, a, b = np.exp(at)
    first = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    second = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + tx) + (r + x) * np.log(alpha + t)
    return -np.mean(first + second + np.where(x > 0, np.logaddexp(0, gone), 0))


def spend(at):
    p, above, gamma = np.exp(at)
    q, n = 1 + above, x + 1
    return -np.mean(
        gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + q * np.log(gamma)
        + (p * n - 1) * np.log(sums / n) + p * n * np.log(n) - (p * n + q) * np.log(gamma + sums)
    )


def climb(function, start):
    return np.exp(minimize(function, start, method="L-BFGS-B", options={"ftol": 1e-13, "gtol": 1e-7}).x)


began = time.perf_counter()
r, alpha, a, b = climb(purchases, [0.0, np.log(t.mean() / 4), 0.0, 0.0])
p, above, gamma = climb(spend, [np.log(2), np.log(2), np.log((sums / (x + 1)).mean())])
z = AHEAD / (alpha + t + AHEAD)
hyper = hyp2f1(r + x, b + x, a + b + x - 1, z)
orders = (a + b + x - 1) / (a - 1) * (1 - hyper * ((alpha + t) / (alpha + t + AHEAD)) ** (r + x))
alive = 1 / (1 + np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + t) / (alpha + tx)) ** (r + x), 0))
orders *= alive
value = orders * p * (gamma + sums) / (p * (x + 1) + above)
milliseconds = (time.perf_counter() - began) * 1000
answer = {"r": r, "alpha": alpha, "a": a, "b": b, "orders": orders.sum(), "value": value.sum()}
print(json.dumps({"milliseconds": milliseconds, "answer": answer}))
