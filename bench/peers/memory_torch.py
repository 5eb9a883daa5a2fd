"""Memories over one long sequence in PyTorch (float32), one head: exact causal attention in blocks of queries, online vector-quantised
attention as `engram` has it (rows by plateau, spread opening, running means), and the scan with one decay in blocks (SSD).

usage: python3 memory_torch.py threads sizes
    sizes: JSON of {ticks, width, capacity, block, scanBlock, lengths}
    prints one line of JSON: seconds of the processor of a whole sequence, microseconds of a streamed token after each of the lengths
"""
import json
import os
import sys
import time

threads = int(sys.argv[1])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch

torch.set_num_threads(threads)
torch.set_grad_enabled(False)
torch.manual_seed(0)
sizes = json.loads(sys.argv[2])
ticks, d, capacity, block = (sizes[name] for name in ("ticks", "width", "capacity", "block"))
unit = lambda rows: torch.nn.functional.normalize(torch.randn(rows, d), dim=1)
q, k, v = unit(ticks), unit(ticks), torch.randn(ticks, d)
scale = 8.0
hidden = torch.full((block, block), -torch.inf).triu(1)


def seconds(run, times=1):
    """Of the processor, best of some runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def exact():
    for start in range(0, ticks, block):
        logits = scale * q[start : start + block] @ k[: start + block].T
        logits[:, start:] += hidden
        torch.softmax(logits, 1) @ v[: start + block]


class Ovq:
    def __init__(self):
        self.keys, self.values = torch.zeros(capacity, d), torch.zeros(capacity, d)
        self.counts, self.open, self.tokens = torch.zeros(capacity), 0, 0

    def rows(self, t):
        return 0 if t == 0 else max(1, min(t, capacity, t * capacity // (t + capacity)))

    def read(self, q, k, v, hidden):
        n = self.open
        logits = scale * q @ torch.cat((self.keys[:n], k)).T
        logits[:, :n] += self.counts[:n].log()
        if hidden is not None:
            logits[:, n:] += hidden
        return torch.softmax(logits, 1) @ torch.cat((self.values[:n], v))

    def write(self, k, v):
        known = self.keys[: self.open] if self.open else k[:1]
        like, row = (k @ known.T).max(1)
        first = max(1, self.open)
        opened = self.rows(self.tokens + len(k)) - first
        if opened > 0:
            if self.open == 0:
                like[0] = torch.inf
            row[like.argsort()[:opened]] = torch.arange(first, first + opened)
        after = self.counts + torch.bincount(row, minlength=capacity)
        kept = torch.where(after > 0, self.counts / after.clamp(min=1), torch.ones(()))[:, None]
        weights = (1 / after[row])[:, None]
        self.keys.mul_(kept).index_add_(0, row, weights * k)
        self.values.mul_(kept).index_add_(0, row, weights * v)
        self.counts, self.tokens = after, self.tokens + len(k)
        self.open = self.rows(self.tokens)


def ovq(length=ticks):
    memory = Ovq()
    for start in range(0, length, block):
        at = slice(start, start + block)
        memory.read(q[at], k[at], v[at], hidden)
        memory.write(k[at], v[at])
    return memory


def scan():
    length = sizes["scanBlock"]
    state, decay = torch.zeros(d, d), torch.full((ticks,), -0.01)
    for start in range(0, ticks, length):
        at = slice(start, start + length)
        total = decay[at].cumsum(0)
        kept = (total[:, None] - total[None]).tril().exp().tril()
        (kept * (q[at] @ k[at].T)) @ v[at] + total.exp()[:, None] * (q[at] @ state)
        state = total[-1].exp() * state + ((total[-1] - total).exp()[:, None] * k[at]).T @ v[at]


def streamed(length):
    """Microseconds a token after `length`, over a block with its write."""
    memory = ovq(length)

    def run():
        for t in range(block):
            memory.read(q[t : t + 1], k[: t + 1], v[: t + 1], None)
        memory.write(k[:block], v[:block])

    def attend():
        torch.softmax(scale * q[:1] @ k[:length].T, 1) @ v[:length]

    attend()
    return {"ovq": 1e6 * seconds(run, 8) / block, "exact": 1e6 * seconds(attend, 9)}


ovq(4096)
whole = {"ovq": seconds(ovq, 3), "scan": seconds(scan, 3), "exact": seconds(exact)}
streams = [streamed(length) for length in sizes["lengths"]]
print(json.dumps({"label": f"PyTorch {torch.__version__}", "threads": threads, "whole": whole, "streams": streams}))
