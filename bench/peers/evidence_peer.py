"""One training iteration of the demo-scale evidence task by e-prop, vectorised over trials and synapses in NumPy and
in PyTorch (float32): batch 32, 230 steps, 20 inputs, 20 LIF + 20 ALIF units, symmetric feedback, rate
regularisation, Adam. The traces are walked forward in time, as e-prop is usually written.

usage: python3 evidence_peer.py [threads] [iterations]    prints one line of JSON, milliseconds per iteration
"""
import json
import os
import statistics
import sys
import time

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
iterations = int(sys.argv[2]) if len(sys.argv) > 2 else 5
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import numpy as np

B, T, N_IN, N, N_OUT = 32, 230, 20, 40, 2
M = N_IN + N
ALPHA, RHO, KAPPA = np.exp(-1 / 20), np.exp(-1 / T), np.exp(-1 / 20)
THRESHOLD, GAMMA, T_REF, TARGET_RATE, C_REG, RECALL = 0.6, 0.3, 5, 0.02, 60.0, 30
BETA = np.zeros(N, np.float32)
BETA[20:] = 1.7 * (1 - RHO) / (1 - ALPHA)


def problem(rng):
    x = (rng.random((T, B, N_IN)) < 0.06).astype(np.float32)
    w = (rng.standard_normal((M, N)) / np.sqrt(N_IN)).astype(np.float32)
    w[N_IN + np.arange(N), np.arange(N)] = 0
    w_out = (rng.standard_normal((N, N_OUT)) / np.sqrt(N)).astype(np.float32)
    onehot = np.eye(N_OUT, dtype=np.float32)[rng.integers(0, N_OUT, B)]
    return x, w, w_out, onehot


def numpy_iteration(x, w, w_out, onehot, moments, step):
    f = np.float32
    v = np.zeros((B, N), f); a = np.zeros((B, N), f); z = np.zeros((B, N), f); r = np.zeros((B, N), f)
    pre_trace = np.zeros((B, M), f); zk = np.zeros((B, N), f); y = np.zeros((B, N_OUT), f)
    eps = np.zeros((B, N, M), f); filtered = np.zeros((B, N, M), f); e = np.empty((B, N, M), f)
    unfiltered_sum = np.zeros((B, N, M), f); gradient = np.zeros((N, M), f); gradient_out = np.zeros((N, N_OUT), f)
    count = np.zeros((B, N), f)
    for t in range(T):
        pre = np.concatenate([x[t], z], axis=1)
        r = np.maximum(r - 1, 0)
        v = f(ALPHA) * v + pre @ w - f(THRESHOLD) * z
        a = f(RHO) * a + z
        A = f(THRESHOLD) + BETA * a
        psi = np.where(r > 0, 0, f(GAMMA / THRESHOLD) * np.maximum(0, 1 - np.abs(v - A) / f(THRESHOLD))).astype(f)
        z = ((v >= A) & (r == 0)).astype(f)
        r = np.where(z > 0, f(T_REF), r)
        count += z
        pre_trace = f(ALPHA) * pre_trace + pre
        np.multiply(BETA[:, None], eps, out=e); np.subtract(pre_trace[:, None, :], e, out=e); e *= psi[:, :, None]
        eps *= f(RHO); eps += e
        unfiltered_sum += e
        e *= f(1 - KAPPA); filtered *= f(KAPPA); filtered += e
        zk = f(KAPPA) * zk + f(1 - KAPPA) * z
        y = f(KAPPA) * y + f(1 - KAPPA) * (z @ w_out)
        if t >= T - RECALL:
            p = np.exp(y - y.max(1, keepdims=True)); p /= p.sum(1, keepdims=True)
            error = p - onehot
            gradient += np.einsum("bi,bij->ij", error @ w_out.T, filtered)
            gradient_out += zk.T @ error
    rate = f(C_REG / T) * (count / T - f(TARGET_RATE))
    gradient += np.einsum("bi,bij->ij", rate, unfiltered_sum)
    gradient /= B; gradient_out /= B
    gradient[np.arange(N), N_IN + np.arange(N)] = 0
    for name, weights, g in (("w", w, gradient.T), ("o", w_out, gradient_out)):
        m, s = moments.setdefault(name, (np.zeros_like(weights), np.zeros_like(weights)))
        m *= f(0.9); m += f(0.1) * g; s *= f(0.999); s += f(0.001) * g * g
        weights -= f(5e-3) * (m / f(1 - 0.9**step)) / (np.sqrt(s / f(1 - 0.999**step)) + f(1e-8))


def torch_iteration(torch, x, w, w_out, onehot, beta, moments, step):
    zeros = torch.zeros
    v = zeros(B, N); a = zeros(B, N); z = zeros(B, N); r = zeros(B, N)
    pre_trace = zeros(B, M); zk = zeros(B, N); y = zeros(B, N_OUT)
    eps = zeros(B, N, M); filtered = zeros(B, N, M); unfiltered_sum = zeros(B, N, M)
    gradient = zeros(N, M); gradient_out = zeros(N, N_OUT); count = zeros(B, N)
    e = torch.empty(B, N, M)
    for t in range(T):
        pre = torch.cat([x[t], z], 1)
        r = (r - 1).clamp_(min=0)
        v = torch.addmm(ALPHA * v - THRESHOLD * z, pre, w)
        a = RHO * a + z
        A = THRESHOLD + beta * a
        psi = (1 - (v - A).abs_() / THRESHOLD).clamp_(min=0).mul_(GAMMA / THRESHOLD) * (r == 0)
        z = ((v >= A) & (r == 0)).float()
        r = torch.where(z > 0, torch.full_like(r, T_REF), r)
        count += z
        pre_trace = ALPHA * pre_trace + pre
        torch.mul(beta[:, None], eps, out=e); torch.sub(pre_trace[:, None, :], e, out=e); e.mul_(psi[:, :, None])
        eps.mul_(RHO).add_(e)
        unfiltered_sum += e
        filtered.mul_(KAPPA).add_(e, alpha=1 - KAPPA)
        zk = KAPPA * zk + (1 - KAPPA) * z
        y = KAPPA * y + (1 - KAPPA) * (z @ w_out)
        if t >= T - RECALL:
            error = torch.softmax(y, 1) - onehot
            gradient += torch.einsum("bi,bij->ij", error @ w_out.T, filtered)
            gradient_out += zk.T @ error
    rate = (C_REG / T) * (count / T - TARGET_RATE)
    gradient += torch.einsum("bi,bij->ij", rate, unfiltered_sum)
    gradient /= B; gradient_out /= B
    index = torch.arange(N)
    gradient[index, N_IN + index] = 0
    for name, weights, g in (("w", w, gradient.T), ("o", w_out, gradient_out)):
        m, s = moments.setdefault(name, (torch.zeros_like(weights), torch.zeros_like(weights)))
        m.mul_(0.9).add_(g, alpha=0.1); s.mul_(0.999).addcmul_(g, g, value=0.001)
        weights.addcdiv_(m / (1 - 0.9**step), (s / (1 - 0.999**step)).sqrt_().add_(1e-8), value=-5e-3)


def median_ms(iteration):
    iteration(1)
    times = []
    for k in range(iterations):
        start = time.perf_counter()
        iteration(k + 2)
        times.append(time.perf_counter() - start)
    return round(1000 * statistics.median(times), 2)


result = {"threads": threads, "numpy": np.__version__}
data = problem(np.random.default_rng(0))
moments = {}
result["numpyMs"] = median_ms(lambda step: numpy_iteration(*data, moments, step))
try:
    import torch

    torch.set_num_threads(threads)
    result["torch"] = torch.__version__
    tensors = [torch.from_numpy(np.array(part)) for part in problem(np.random.default_rng(0))]
    beta, torch_moments = torch.from_numpy(BETA), {}
    with torch.no_grad():
        result["torchMs"] = median_ms(lambda step: torch_iteration(torch, *tensors, beta, torch_moments, step))
except ImportError:
    pass
print(json.dumps(result))
