"""Causal softmax attention in PyTorch (float32), forward and with autograd's backward pass.

Products and softmax written out, with a triangle of -inf added to the logits; and
torch.nn.functional.scaled_dot_product_attention where this PyTorch has it. The faster counts.

usage: python3 attention_torch.py threads cases
    cases: JSON list of {batch, heads, ticks, width, held}
    prints one line of JSON: microseconds of each case
"""
import json
import os
import sys
import time

threads = int(sys.argv[1])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch
from torch.nn import functional as F

torch.set_num_threads(threads)
torch.manual_seed(0)


def usually(run, seconds=0.5, least=3):
    """Microseconds that one run in ten stays below."""
    for _ in range(2):
        run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(1e6 * (time.perf_counter() - start))
    return sorted(times)[len(times) // 10]


def written_out(q, k, v, hidden):
    logits = (q @ k.transpose(-1, -2)) / q.shape[-1] ** 0.5
    if hidden is not None:
        logits = logits + hidden
    return torch.softmax(logits, -1) @ v


def ways():
    yield written_out
    if hasattr(F, "scaled_dot_product_attention"):
        yield lambda q, k, v, hidden: F.scaled_dot_product_attention(q, k, v, is_causal=hidden is not None)


def measure(batch, heads, ticks, width, held):
    q = torch.rand(batch, heads, ticks, width, requires_grad=True)
    k, v = (torch.rand(batch, heads, held + ticks, width, requires_grad=True) for _ in range(2))
    hidden = torch.full((ticks, ticks), -torch.inf).triu(1) if ticks > 1 else None
    signal = torch.rand(batch, heads, ticks, width)

    def forward(way):
        with torch.no_grad():
            way(q, k, v, hidden)

    def both(way):
        q.grad = k.grad = v.grad = None
        way(q, k, v, hidden).backward(signal)

    return {
        "forward": min(usually(lambda: forward(way)) for way in ways()),
        "both": min(usually(lambda: both(way)) for way in ways()),
    }


times = [measure(**case) for case in json.loads(sys.argv[2])]
print(json.dumps({"threads": threads, "label": f"PyTorch {torch.__version__}", "times": times}))
