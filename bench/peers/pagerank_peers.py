"""
Peers of the PageRank engine, on the graph of a file: int32 numbers, the nodes first, then all sources, then all targets.
Arguments: the file, and the seed nodes separated by commas. Prints one line of JSON with times in microseconds, medians:
one iteration and a full solve of scipy CSR, a full solve of igraph's PRPACK, and for each seed PRPACK's 50 best nodes
and its L1 error against a solution iterated to the last bit.
"""
import json
import statistics
import sys
import time

import numpy as np
import scipy
import scipy.sparse as sp

ALPHA = 0.15


def median(run, repeats=5, inner=1):
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(inner):
            run()
        times.append((time.perf_counter() - start) / inner)
    return statistics.median(times) * 1e6


numbers = np.fromfile(sys.argv[1], dtype=np.int32)
n = int(numbers[0])
m = (len(numbers) - 1) // 2
sources, targets = numbers[1 : 1 + m], numbers[1 + m :]
seeds = [int(seed) for seed in sys.argv[2].split(",")]

degrees = np.bincount(sources, minlength=n)
dangling = degrees == 0
inverse = np.where(dangling, 0, 1 / np.maximum(degrees, 1))
out = {"scipy": scipy.__version__, "nodes": n, "edges": m}
matrices = {}
for kind in ("float32", "float64"):
    matrix = sp.csr_matrix((inverse[sources].astype(kind), (targets, sources)), shape=(n, n))
    matrices[kind] = matrix
    x = np.full(n, 1 / n, kind)
    restart = np.zeros(n, kind)
    restart[seeds[0]] = ALPHA
    gamma = np.array(1 - ALPHA, kind)
    out[f"scipyIteration_{kind}"] = median(lambda: gamma * (matrix @ x) + restart, 7, 20)


def solved(seed, tolerance, most=2000):
    """Power iteration in float64; mass in dangling nodes returns to the seed."""
    matrix = matrices["float64"]
    x = np.zeros(n)
    x[seed] = 1
    for iteration in range(1, most):
        y = (1 - ALPHA) * (matrix @ x)
        y[seed] += ALPHA + (1 - ALPHA) * x[dangling].sum()
        step = np.abs(y - x).sum()
        x = y
        if step * (1 - ALPHA) / ALPHA < tolerance or iteration > 400:
            break
    return x, iteration


out["scipySolve"] = median(lambda: solved(seeds[0], 1e-10), 3)

import igraph

start = time.perf_counter()
graph = igraph.Graph(n=n, edges=np.stack([sources, targets], 1).tolist(), directed=True)
out["igraph"] = igraph.__version__
out["igraphBuild"] = (time.perf_counter() - start) * 1e6
rows = []
for seed in seeds:
    reset = np.zeros(n)
    reset[seed] = 1
    listed = reset.tolist()
    scores = []

    def run():
        scores[:] = graph.personalized_pagerank(reset=listed, damping=1 - ALPHA, implementation="prpack")

    took = median(run, 3)
    found = np.array(scores)
    exact, _ = solved(seed, 1e-16)
    best = np.argsort(-found, kind="stable")[:51]
    rows.append(
        {
            "seed": seed,
            "prpack": took,
            "l1": float(np.abs(found - exact).sum()),
            "top": best[:50].tolist(),
            "gap": float(found[best[49]] - found[best[50]]),
            "scores": exact[best].tolist(),
        }
    )
out["seeds"] = rows
print(json.dumps(out))
