"""
MinHash signatures by NumPy, as datasketch computes them for a document at once: ((a h + b) % (2^61 - 1)) & (2^32 - 1) in uint64,
which wraps at 2^64 before the remainder, and the smallest over the n-grams. Arguments: a file of uint32 hashes, how many documents
they are of (equally many each), and the permutations. Prints one line of JSON: the median time for all documents in milliseconds.
"""
import json
import statistics
import sys
import time

import numpy as np

PRIME = np.uint64((1 << 61) - 1)
MASK = np.uint64((1 << 32) - 1)

documents = np.fromfile(sys.argv[1], dtype=np.uint32).reshape(int(sys.argv[2]), -1).astype(np.uint64)
k = int(sys.argv[3])
random = np.random.RandomState(1)
a = random.randint(1, int(PRIME), k, dtype=np.uint64)
b = random.randint(0, int(PRIME), k, dtype=np.uint64)


def sign(hashes):
    return (((hashes[:, None] * a + b) % PRIME) & MASK).min(axis=0)


times = []
for _ in range(5):
    start = time.perf_counter()
    for hashes in documents:
        sign(hashes)
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"numpy": np.__version__, "milliseconds": statistics.median(times)}))
