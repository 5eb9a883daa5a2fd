"""
Agreement of `engram blahut` with two independent computations on random sources: a plain Blahut-Arimoto iteration in NumPy run
very long, and direct convex optimisation of R + b D over all channels by scipy (SLSQP on the dual: maximise sum p ln lambda
subject to sum p lambda exp(-b d) <= 1 for every reproduction, Berger 1971). Some pairs are forbidden, some rows are equal. A third
of the sources are asked for a rate instead of slopes, and held to the dual bound of the slope given back.
Argument: the engram script, and how many sources. Prints one line of JSON with the largest differences: of R + b D in nats from the
dual optimum (above is what a code wastes, below must not be), from the iteration, of D and R in bits from the iteration, and of
the rate asked for.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import minimize

engram = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
random = np.random.default_rng(20240913)


def ask(p, d, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        source, distortion = os.path.join(folder, "p.csv"), os.path.join(folder, "d.csv")
        np.savetxt(source, p, fmt="%.17g")
        np.savetxt(distortion, d, fmt="%.17g", delimiter=",")
        command = ["node", engram, "blahut", "--source", source, "--distortion", distortion, "--json", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


def iterated(p, d, b, most=200_000):
    """[R + b D in nats, D, R in bits] after as many plain steps as it takes to stand still."""
    A = np.exp(-b * d)
    q = np.full(d.shape[1], 1 / d.shape[1])
    for _ in range(most):
        c = A.T @ (p / (A @ q))
        q = q * c
        if np.log(c.max()) < 1e-13:
            break
    w = A * q
    w /= w.sum(1, keepdims=True)
    # What underflow leaves of a reproduction has no logarithm.
    w[w < 1e-200] = 0
    marginal = p @ w
    D = float((p[:, None] * w * np.where(w > 0, d, 0)).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        R = float((p[:, None] * np.where(w > 0, w * np.log(w / marginal), 0)).sum())
    return R + b * D, D, R / np.log(2)


def dual(p, d, b):
    """max sum p ln lambda, over lambda = exp(u): a lower bound of R + b D, reached. Scaled to be feasible, so that it never lies above."""
    A = np.exp(-b * d)
    slack = {
        "type": "ineq",
        "fun": lambda u: 1 - A.T @ (p * np.exp(u)),
        "jac": lambda u: -(A.T * (p * np.exp(u))),
    }
    start = -np.log(A.mean(1))
    start -= np.log((A.T @ (p * np.exp(start))).max())
    found = minimize(
        lambda u: -(p @ u), start, jac=lambda u: -p, constraints=[slack], method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-15},
    )
    u = found.x - np.log((A.T @ (p * np.exp(found.x))).max())
    return max(float(p @ u), float(p @ start))


worst = {"aboveDual": 0.0, "belowDual": 0.0, "iteration": 0.0, "distortion": 0.0, "rateBits": 0.0, "rateAsked": 0.0, "gapNats": 0.0}
points = 0
for trial in range(count):
    letters, outputs = (int(n) for n in random.integers(2, 13, 2))
    p = random.dirichlet(np.full(letters, 0.7))
    p /= p.sum()
    # Distances between points: many reproductions fall out of use. Else plain numbers.
    if trial % 2 == 0:
        d = (random.normal(size=letters)[:, None] - random.normal(size=outputs)[None, :]) ** 2
    else:
        d = np.round(random.uniform(0, 3, (letters, outputs)), 2)
    if trial % 5 == 0:
        d[:, 1:][random.random((letters, outputs - 1)) < 0.2] = np.inf
    if trial % 3 == 2:
        most = ask(p, d, "--rate", "99")[0]["rateBits"]
        bits = float(random.uniform(0.1, 0.9)) * most
        asked = ask(p, d, "--rate", repr(bits))
        worst["rateAsked"] = max(worst["rateAsked"], abs(asked[0]["rateBits"] - bits))
    else:
        slopes = sorted(float(b) for b in np.exp(random.uniform(np.log(0.1), np.log(30), 3)))
        asked = ask(p, d, "--slopes", ",".join(map(repr, slopes)))
    for point in asked:
        b, D, R = point["slope"], point["distortion"], point["rateBits"]
        if b is None:
            # No slope is steep enough: the end of least distortion, here without any rate.
            assert R < 1e-12 and abs(D - p @ d.min(1)) < 1e-12, point
            continue
        ours = R * np.log(2) + b * D
        best = dual(p, d, b)
        value, peerD, peerR = iterated(p, d, b)
        points += 1
        worst["aboveDual"] = max(worst["aboveDual"], ours - best)
        worst["belowDual"] = max(worst["belowDual"], best - ours)
        worst["iteration"] = max(worst["iteration"], abs(ours - value))
        worst["gapNats"] = max(worst["gapNats"], point["gapNats"])
        if trial % 3 != 2:
            worst["distortion"] = max(worst["distortion"], abs(D - peerD))
            worst["rateBits"] = max(worst["rateBits"], abs(R - peerR))
print(json.dumps({"sources": count, "points": points, **worst}))
