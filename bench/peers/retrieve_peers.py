"""
The peer of retrieval: the same sentences through scikit-learn's TfidfVectorizer, all pairs with a cosine from theta by products of sparse
blocks, and the walk of the question by scipy. Argument: a JSON file {sentences (the question last), stopWords, theta, alpha, top}. Prints
one line of JSON with times in milliseconds.
"""
import json
import sys
import time

import numpy as np
import scipy
import scipy.sparse as sp
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
*sentences, question = given["sentences"]
theta, alpha, top = given["theta"], given["alpha"], given["top"]


def graph(X, block):
    """All cosines from theta, rows by blocks so that the full product is never held."""
    other = X.T.tocsr()
    rows = []
    for start in range(0, X.shape[0], block):
        S = X[start : start + block] @ other
        S.data[S.data < theta] = 0
        S.eliminate_zeros()
        rows.append(S)
    return sp.vstack(rows, format="csr")


start = time.perf_counter()
vectorizer = TfidfVectorizer(token_pattern=r"(?u)\w+", stop_words=given["stopWords"])
X = vectorizer.fit_transform(sentences)
counted = time.perf_counter()
S = graph(X, 2000)
linked = time.perf_counter()
n = X.shape[0]
q = vectorizer.transform([question])
cosines = sp.csr_matrix(q @ X.T)
full = sp.bmat([[S, cosines.T], [cosines, sp.csr_matrix([[1.0]])]], format="csr")
degrees = np.asarray(full.sum(axis=0)).ravel()
A = full @ sp.diags(1 / degrees)
A = A.tocsr()
pi = np.full(n + 1, 1 / (n + 1))
p = np.zeros(n + 1)
p[n] = alpha
for _ in range(18):
    pi = (1 - alpha) * (A @ pi) + p
best = np.argsort(-pi[:n], kind="stable")[:top]
end = time.perf_counter()
print(
    json.dumps(
        {
            "sklearn": sklearn.__version__,
            "scipy": scipy.__version__,
            "countMs": 1000 * (counted - start),
            "graphMs": 1000 * (linked - counted),
            "questionMs": 1000 * (end - linked),
            "totalMs": 1000 * (end - start),
            "pairs": int(S.nnz - (S.diagonal() > 0).sum()) // 2,
            "top": best.tolist(),
        }
    )
)
