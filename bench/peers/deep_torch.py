"""Deep e-prop by the cascade on a stack of leaky tanh layers, in PyTorch (float32), one trial without an update:

  h_l <- (1 - a) h_l + a tanh(W_l [h_{l-1}, h_l, 1]);  y = O h_L;  error = y - target
  sigma_L = O^T error;  sigma_{l-1} = U_l^T (d_l sigma_l),  d_l = a (1 - tanh^2)
  e_l <- (1 - a) e_l + d_l pre_l^T;  one filter f <- (1 - a) f + e per layer above;  g_l <- g_l + sigma_l f

Two ways to write it: every trace tick by tick in place, and the trial as a whole, where traces become products of
histories with triangular matrices of decays.

usage: python3 deep_torch.py threads layers units steps    prints one line of JSON, microseconds per step
"""
import json
import os
import statistics
import sys
import time

threads, layers, units, steps = (int(argument) for argument in sys.argv[1:5])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch

torch.set_num_threads(threads)
INPUTS, OUTPUTS, LEAK = 64, 10, 0.1
KEEP = 1 - LEAK

torch.manual_seed(0)
below = [INPUTS] + [units] * (layers - 1)
W = [torch.randn(units, b + units + 1) / (b + units) ** 0.5 for b in below]
U = [w[:, :b] for w, b in zip(W, below)]
O = torch.randn(OUTPUTS, units) / units**0.5
x = torch.randn(steps, INPUTS)
target = torch.randn(steps, OUTPUTS)


def tick(t, h, pre):
    """Forward of one tick; pre_l is left as the layer saw it. Returns the drives."""
    drives = []
    for l in range(layers):
        pre[l][: below[l]] = x[t] if l == 0 else h[l - 1]
        pre[l][below[l] : -1] = h[l]
        squashed = torch.mv(W[l], pre[l]).tanh_()
        h[l].mul_(KEEP).add_(squashed, alpha=LEAK)
        drives.append(squashed.square_().mul_(-LEAK).add_(LEAK))
    return drives


def fresh():
    h = [torch.zeros(units) for _ in range(layers)]
    pre = [torch.ones(b + units + 1) for b in below]
    return h, pre


g = [torch.zeros_like(w) for w in W]
gO = torch.zeros_like(O)
# f[l][0] is the layer's own trace, f[l][m] the trace behind m filters of layers above.
f = [[torch.zeros_like(W[l]) for _ in range(layers - l)] for l in range(layers)]


def step_by_step():
    h, pre = fresh()
    for traces in f:
        for trace in traces:
            trace.zero_()
    for gradient in g:
        gradient.zero_()
    gO.zero_()
    for t in range(steps):
        drives = tick(t, h, pre)
        error = torch.mv(O, h[-1]).sub_(target[t])
        gO.addr_(error, h[-1])
        sigma = torch.mv(O.t(), error)
        for l in range(layers - 1, -1, -1):
            # beta a + alpha u v^T in one pass over the matrix
            f[l][0].addr_(drives[l], pre[l], beta=KEEP)
            for m in range(1, layers - l):
                f[l][m].mul_(KEEP).add_(f[l][m - 1])
            g[l].addcmul_(sigma[:, None], f[l][-1])
            if l > 0:
                sigma = torch.mv(U[l].t(), drives[l].mul_(sigma))
    return g


# decays[m] sends a signal history back through m + 1 filters: upper triangular Toeplitz, and its powers.
lags = torch.arange(steps)[None, :] - torch.arange(steps)[:, None]
one = torch.where(lags >= 0, KEEP ** lags.clamp(min=0).float(), torch.zeros(()))
decays = [one]
for _ in range(layers - 1):
    decays.append(decays[-1] @ one)


def whole_trial():
    h, pre = fresh()
    H = [torch.empty(steps, units) for _ in range(layers)]
    P = [torch.empty(steps, b + units + 1) for b in below]
    D = [torch.empty(steps, units) for _ in range(layers)]
    for t in range(steps):
        drives = tick(t, h, pre)
        for l in range(layers):
            P[l][t] = pre[l]
            D[l][t] = drives[l]
        H[-1][t] = h[-1]
    error = torch.mm(H[-1], O.t()).sub_(target)
    torch.mm(error.t(), H[-1], out=gO)
    sigma = error @ O
    for l in range(layers - 1, -1, -1):
        coefficients = torch.mm(decays[layers - 1 - l], sigma).mul_(D[l])
        torch.mm(coefficients.t(), P[l], out=g[l])
        if l > 0:
            sigma = torch.mm(D[l].mul_(sigma), U[l])
    return g


def median_us(run, repeats=5):
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) / steps * 1e6, 1)


with torch.no_grad():
    walked = [gradient.clone() for gradient in step_by_step()]
    apart = max(float((a - b).norm() / a.norm()) for a, b in zip(walked, whole_trial()))
    results = [
        {"way": "step by step", "usPerStep": median_us(step_by_step)},
        {"way": "whole trial", "usPerStep": median_us(whole_trial)},
    ]
print(json.dumps({"torch": torch.__version__, "threads": threads, "apart": apart, "results": results}))
