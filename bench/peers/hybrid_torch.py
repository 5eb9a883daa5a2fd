"""Training steps of a Zamba2 hybrid (Glorioso et al. 2024) in PyTorch (float32), from weights and tokens that `engram bench hybrid` wrote:
Mamba2 layers with the scan in blocks (SSD) for all blocks at once, and a shared block of attention and MLP before some of them.

usage: python3 hybrid_torch.py threads folder
    folder: holds hybrid.json (sizes, tokens, names and shapes) and weights.f32
    prints one line of JSON: losses of the first steps, milliseconds of the wall of a step
"""
import json
import os
import sys
import time

threads = int(sys.argv[1])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(threads)
told = json.load(open(os.path.join(sys.argv[2], "hybrid.json")))
flat = numpy.fromfile(os.path.join(sys.argv[2], "weights.f32"), dtype=numpy.float32)
sizes, B, T, V = (told[name] for name in ("sizes", "batch", "ticks", "vocabulary"))
width, heads, N, block = sizes["width"], sizes["heads"], sizes["state"], 64
assert sizes["groups"] == 1 and T % block == 0

w, at = {}, 0
for entry in told["list"]:
    count = int(numpy.prod(entry["shape"]))
    values = torch.from_numpy(flat[at : at + count].copy()).view(entry["shape"])
    w[entry["name"]] = values.requires_grad_()
    at += count
assert at == len(flat)

x = torch.tensor(told["x"], dtype=torch.long).view(B, T)
target = torch.tensor(told["target"], dtype=torch.long).view(B, T)
mask = torch.tensor(told["mask"]).view(B, T)
causal = torch.full((T, T), -torch.inf).triu(1)
later = torch.ones(block, block, dtype=torch.bool).triu(1)


def norm(x, weights, epsilon=1e-5):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * weights


def smooth(x, parameter):
    """SiLU of the causal depthwise convolution of 4 taps, the first of which meets the token itself."""
    columns = x.shape[-1]
    taps, bias = parameter[: 4 * columns].view(columns, 4), parameter[4 * columns :]
    y = F.conv1d(F.pad(x.transpose(1, 2), (3, 0)), taps.flip(1)[:, None], bias, groups=columns)
    return F.silu(y).transpose(1, 2)


def scan(x, b, c, raw, decay):
    """[B, T, H P], [B, T, N] twice, [B, T, H]."""
    log_a, bias, skip = decay.view(3, heads)
    P, blocks = x.shape[-1] // heads, T // block
    dt = F.softplus(raw + bias)
    total = (dt * -log_a.exp()).view(B, blocks, block, heads).cumsum(2)
    steps = dt.view(B, blocks, block, heads)
    x = x.view(B, blocks, block, heads, P)
    b, c = b.view(B, blocks, block, N), c.view(B, blocks, block, N)
    by_head = total.permute(0, 1, 3, 2)
    kept = (by_head[..., :, None] - by_head[..., None, :]).masked_fill(later, -torch.inf).exp()
    written = x * steps[..., None]
    rows = written.permute(0, 1, 3, 2, 4)
    inside = (kept * (c @ b.transpose(2, 3))[:, :, None]) @ rows
    left = (total[:, :, -1:] - total).exp()[..., None] * written
    sums = torch.einsum("ksthp,kstn->kshpn", left, b)
    state, states = torch.zeros(B, heads, P, N), []
    ends = total[:, :, -1].exp()[..., None, None]
    for k in range(blocks):
        states.append(state)
        state = ends[:, k] * state + sums[:, k]
    before = torch.stack(states, 1)
    outside = torch.einsum("kstn,kshpn->kshtp", c, before) * by_head.exp()[..., None]
    y = (inside + outside).permute(0, 1, 3, 2, 4) + skip[:, None] * x
    return y.reshape(B, T, heads * P)


def mamba(name, u):
    z, dt = u @ w[f"{name} gate"].T, u @ w[f"{name} dt"].T
    x, b, c = (smooth(u @ w[f"{name} {part}"].T, w[f"{name} convolution {part}"]) for part in ("x", "B", "C"))
    y = scan(x, b, c, dt, w[f"{name} decay"])
    return norm(y * F.silu(z), w[f"{name} norm of the gate"]) @ w[f"{name} out"].T


def turned(x):
    half = x.shape[-1] // 2
    angles = torch.arange(T)[:, None] * 1e4 ** (-torch.arange(half) / half)
    cos, sin = angles.cos(), angles.sin()
    left, right = x[..., :half], x[..., half:]
    return torch.cat((left * cos - right * sin, left * sin + right * cos), -1)


def shared(name, use, x, embedding):
    u = norm(torch.cat((x, embedding), -1), w[f"{name} norm"])
    q, k, v = ((u @ w[f"{name} {part}"].T).view(B, T, heads, -1).transpose(1, 2) for part in ("query", "key", "value"))
    if sizes["rope"]:
        q, k = turned(q), turned(k)
    scale = (q.shape[-1] / 2) ** -0.5
    a = torch.softmax(scale * q @ k.transpose(2, 3) + causal, -1) @ v
    a = a.transpose(1, 2).reshape(B, T, -1) @ w[f"{name} out"].T
    m = norm(a, w[f"{name} MLP norm"])
    up = m @ w[f"{name} MLP up"].T
    if sizes["adapterRank"] > 0:
        up = up + m @ w[f"{use} MLP down"].T @ w[f"{use} MLP up"].T
    left, right = up.chunk(2, -1)
    f = (F.gelu(left, approximate="tanh") * right) @ w[f"{name} MLP down"].T
    return f @ w[f"{use} out"].T


def loss():
    embedding = w["embedding"][x]
    residual, uses = embedding, 0
    for l in range(1, sizes["layers"] + 1):
        heard = residual
        if sizes["sharedBlocks"] > 0 and l % sizes["sharedEvery"] == 0:
            name = f"shared {uses % sizes['sharedBlocks'] + 1}"
            uses += 1
            heard = residual + shared(name, f"use {uses}", residual, embedding)
        residual = residual + mamba(f"layer {l}", norm(heard, w[f"layer {l} norm"]))
    head = w["embedding"] if sizes["tied"] else w["head"]
    logits = norm(residual, w["last norm"]) @ head.T
    each = F.cross_entropy(logits.view(-1, V), target.view(-1), reduction="none").view(B, T)
    return (each * mask).sum() / mask.sum()


adam = torch.optim.Adam(w.values(), lr=told["rate"], betas=(0.9, 0.95), eps=1e-8)


def step():
    adam.zero_grad()
    value = loss()
    value.backward()
    adam.step()
    return float(value.detach())


losses = [step() for _ in range(told["compared"])]
times = []
for _ in range(told["timed"]):
    start = time.perf_counter()
    step()
    times.append(1000 * (time.perf_counter() - start))
times.sort()
print(json.dumps({
    "label": f"PyTorch {torch.__version__}",
    "threads": threads,
    "losses": losses,
    "best": times[0],
    "median": times[len(times) // 2],
}))
