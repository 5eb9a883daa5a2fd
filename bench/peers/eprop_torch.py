"""One e-prop step of a leaky tanh layer with a leak of its own per neuron, in PyTorch (float32): h <- a h + (1 - a)
tanh(W h + x), e <- d e + h, g <- g + L e. Three ways to write it: in place, out of place, and 32 steps at a time as
matrix products.

usage: python3 eprop_torch.py [threads]    prints one line of JSON, microseconds per step
"""
import json
import os
import statistics
import sys
import time

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch

torch.set_num_threads(threads)


def median_us(run, inner, repeats=7):
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(inner):
            run()
        times.append((time.perf_counter() - start) / inner)
    return statistics.median(times) * 1e6


torch.manual_seed(0)
results = []
with torch.no_grad():
    for n in (256, 512, 1024):
        W = torch.randn(n, n) / n**0.5
        h = torch.zeros(n)
        e = torch.zeros(n, n)
        g = torch.zeros(n, n)
        a = torch.full((n,), 0.9) + 0.05 * torch.rand(n)
        d = 0.8 + 0.15 * torch.rand(n)
        L = torch.randn(n) * 0.1
        x = torch.randn(n)
        column_d, column_L = d[:, None], L[:, None]

        def in_place():
            global h
            u = torch.mv(W, h) + x
            e.mul_(column_d).add_(h[None, :])
            g.addcmul_(column_L, e)
            h = a * h + (1 - a) * torch.tanh(u)

        ones = torch.ones(n)
        e2 = torch.zeros(n, n)
        g2 = torch.zeros(n, n)

        def out_of_place():
            global h, e2, g2
            u = W @ h + x
            e2 = column_d * e2 + torch.outer(ones, h)
            g2 = g2 + column_L * e2
            h = a * h + (1 - a) * torch.tanh(u)

        K = 32
        H = torch.zeros(K, n)
        signals = torch.randn(K, n) * 0.1

        def block():
            global h
            for k in range(K):
                H[k] = h
                u = torch.mv(W, h) + x
                h = a * h + (1 - a) * torch.tanh(u)
            # B(s) = L(s) + d B(s + 1), D(s) = d^(K - 1 - s): the traces of K steps as two rank-K products.
            B = torch.empty(K, n)
            D = torch.empty(K, n)
            b = torch.zeros(n)
            power = torch.ones(n)
            for s in range(K - 1, -1, -1):
                b = signals[s] + d * b
                B[s] = b
                D[s] = power
                power = power * d
            g.addcmul_((d * b)[:, None], e)
            g.addmm_(B.t(), H)
            e.mul_(power[:, None]).addmm_(D.t(), H)

        results.append({"n": n, "way": "in place", "usPerStep": round(median_us(in_place, 200), 1)})
        results.append({"n": n, "way": "out of place", "usPerStep": round(median_us(out_of_place, 100), 1)})
        results.append({"n": n, "way": "blocks of 32", "usPerStep": round(median_us(block, 10) / K, 1)})
print(json.dumps({"torch": torch.__version__, "threads": threads, "results": results}))
