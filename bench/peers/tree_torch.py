"""One query before a long past in PyTorch (float64): softmax written out, as numbers of one head.

usage: python3 tree_torch.py threads keys width
    prints one line of JSON: microseconds of a query
"""
import json
import os
import sys
import time

threads, keys, width = (int(argument) for argument in sys.argv[1:])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch

torch.set_num_threads(threads)
torch.manual_seed(0)
q = torch.randn(width, dtype=torch.float64)
k, v = (torch.randn(keys, width, dtype=torch.float64) for _ in range(2))


def answer():
    return torch.softmax(k @ q / width**0.5, 0) @ v


with torch.no_grad():
    for _ in range(3):
        answer()
    times = []
    end = time.perf_counter() + 0.7
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        answer()
        times.append(1e6 * (time.perf_counter() - start))
print(json.dumps({"threads": threads, "label": f"PyTorch {torch.__version__}", "us": sorted(times)[len(times) // 10]}))
