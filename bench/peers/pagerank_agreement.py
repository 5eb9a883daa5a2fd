"""
Agreement of `engram pagerank` and `engram successor` with networkx, igraph and NumPy on graphs drawn here: directed and
undirected, weighted, with dangling nodes, self-loops, duplicate edges and parts apart. Argument: the engram script, and how many graphs.
Prints one line of JSON with the largest L1 difference of scores, and the largest entry by which matrices differ.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

import igraph
import networkx as nx
import numpy as np

engram = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 12
random = np.random.default_rng(20251124)
worst = {"numpy": 0.0, "networkx": 0.0, "igraph": 0.0, "successor": 0.0}
runs = 0


def ask(*arguments):
    done = subprocess.run(["node", engram, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


for trial in range(count):
    nodes = int(random.integers(2, 60))
    edges = int(random.integers(1, 4 * nodes))
    weighted = trial % 2 == 0
    undirected = trial % 3 == 0
    rows = [
        (f"n{random.integers(0, nodes)}", f"n{random.integers(0, nodes)}", round(float(random.uniform(0.1, 9)), 3) if weighted else 1)
        for _ in range(edges)
    ]
    # A self-loop of an undirected graph counts once here and twice in igraph: leave them to directed graphs.
    if undirected:
        rows = [row for row in rows if row[0] != row[1]] or [("n0", "n1", 1)]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "target", "weight"] if weighted else ["source", "target"])
        writer.writerows(rows if weighted else [row[:2] for row in rows])
    names = list(dict.fromkeys(name for row in rows for name in row[:2]))
    index = {name: i for i, name in enumerate(names)}
    n = len(names)
    A = np.zeros((n, n))
    for source, target, weight in rows:
        A[index[source], index[target]] += weight
        if undirected:
            A[index[target], index[source]] += weight
    alpha = float(random.uniform(0.05, 0.8))
    seeds = list(dict.fromkeys([names[0], names[-1]]))
    s = np.zeros(n)
    s[[index[seed] for seed in seeds]] = 1 / len(seeds)
    degrees = A.sum(1)
    P = np.where(degrees[:, None] > 0, A / np.where(degrees > 0, degrees, 1)[:, None], s[None, :])
    exact = np.linalg.solve(np.eye(n) - (1 - alpha) * P.T, alpha * s)
    G = nx.DiGraph()
    G.add_nodes_from(range(n))
    G.add_weighted_edges_from((i, j, A[i, j]) for i in range(n) for j in range(n) if A[i, j] > 0)
    personal = {i: s[i] for i in range(n)}
    peers = {"numpy": exact}
    found = nx.pagerank(G, alpha=1 - alpha, personalization=personal, dangling=personal, tol=1e-15, max_iter=5000)
    peers["networkx"] = np.array([found[i] for i in range(n)])
    pairs = [(i, j) for i in range(n) for j in range(n) if A[i, j] > 0]
    g = igraph.Graph(n=n, edges=pairs, directed=True)
    peers["igraph"] = np.array(
        g.personalized_pagerank(reset=s.tolist(), damping=1 - alpha, weights=[A[i, j] for i, j in pairs], implementation="prpack")
    )
    extra = ["--undirected"] if undirected else []
    for method in ("solve", "power", "push"):
        ours = ask("pagerank", file.name, "--seeds", ",".join(seeds), "--alpha", str(alpha), "--method", method, "--json", *extra)
        assert ours["nodes"] == names, (ours["nodes"], names)
        runs += 1
        for name, scores in peers.items():
            worst[name] = max(worst[name], float(np.abs(np.array(ours["scores"]) - scores).sum()))
    gamma = float(random.uniform(0.2, 0.97))
    absorbing = np.where(degrees[:, None] > 0, A / np.where(degrees > 0, degrees, 1)[:, None], 0)
    M = np.linalg.inv(np.eye(n) - gamma * absorbing)
    ours = np.array(ask("successor", file.name, "--gamma", str(gamma), "--all", "--json", *extra)["values"])
    worst["successor"] = max(worst["successor"], float(np.abs(ours - M).max()))
    os.unlink(file.name)
print(json.dumps({"graphs": count, "rankings": runs, **worst}))
