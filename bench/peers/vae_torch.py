"""One training step of a variational autoencoder in PyTorch (float32), batch 64, fresh noise each step, Adam:

  pixels   784-256-(16+16), 16-256-784; Bernoulli loss of the pixels + beta KL[q(z | x) || N(0, I)]
  actions  144-128-(8+8), 8-128-144; KL between the answers of a frozen classifier 144-128-4 to image and reconstruction
           + beta KL
  gemm     products of square matrices, out of place

usage: python3 vae_torch.py threads    prints one line of JSON: microseconds a step and a product
"""
import json
import os
import sys
import time

threads = int(sys.argv[1])
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(threads)
torch.manual_seed(0)
BATCH = 64


class Coder(nn.Module):
    def __init__(self, pixels, hidden, latents):
        super().__init__()
        self.first, self.statistics = nn.Linear(pixels, hidden), nn.Linear(hidden, 2 * latents)
        self.expand, self.image = nn.Linear(latents, hidden), nn.Linear(hidden, pixels)

    def forward(self, x):
        """Logits of the reconstruction, and the rate in nats an example."""
        mean, log_variance = self.statistics(F.relu(self.first(x))).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        rate = 0.5 * (mean * mean + log_variance.exp() - 1 - log_variance).sum() / BATCH
        return self.image(F.relu(self.expand(z))), rate


def pixel_step(foreach):
    coder = Coder(784, 256, 16)
    adam = torch.optim.Adam(coder.parameters(), lr=1e-3, foreach=foreach)
    x = torch.rand(BATCH, 784)

    def step():
        adam.zero_grad(set_to_none=True)
        logits, rate = coder(x)
        loss = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / BATCH + rate
        loss.backward()
        adam.step()

    return step


def action_step(foreach):
    coder = Coder(144, 128, 8)
    classifier = nn.Sequential(nn.Linear(144, 128), nn.ReLU(), nn.Linear(128, 4)).requires_grad_(False)
    adam = torch.optim.Adam(coder.parameters(), lr=1e-3, foreach=foreach)
    x = torch.rand(BATCH, 144)

    def step():
        adam.zero_grad(set_to_none=True)
        with torch.no_grad():
            wanted = F.log_softmax(classifier(x), 1)
        logits, rate = coder(x)
        answers = F.log_softmax(classifier(torch.sigmoid(logits)), 1)
        loss = F.kl_div(answers, wanted, reduction="batchmean", log_target=True) + rate
        loss.backward()
        adam.step()

    return step


def usually(run, seconds=0.7):
    """Microseconds of a run that one in ten stays below."""
    for _ in range(20):
        run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 20 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return round(sorted(times)[len(times) // 10] * 1e6, 1)


def product(n):
    a, b = torch.randn(n, n), torch.randn(n, n)
    c = torch.empty(n, n)
    return lambda: torch.mm(a, b, out=c)


result = {
    "torch": torch.__version__,
    "threads": threads,
    "pixels": min(usually(pixel_step(foreach)) for foreach in (False, True)),
    "actions": min(usually(action_step(foreach)) for foreach in (False, True)),
}
with torch.no_grad():
    result["gemm"] = {n: usually(product(n)) for n in (256, 512, 1024)}
print(json.dumps(result))
