/** Readers that know the rule of a task and have nothing but the tokens: what they answer in each tick, where they can. */
export type Reader = (x: ArrayLike<number>) => (number | undefined)[];

/** What followed the `width` latest tokens the last time they stood together, where what begins them satisfies `asks`. */
export function followed(width: number, asks: (token: number) => boolean = () => true): Reader {
  return (x) => {
    const next = new Map<string, number>();
    return Array.from({ length: x.length }, (_, t) => {
      if (t < width - 1) return undefined;
      const context = Array.from({ length: width }, (__, i) => x[t - width + 1 + i]);
      const known = asks(context[0]) ? next.get(context.join()) : undefined;
      if (t + 1 < x.length && known === undefined) next.set(context.join(), x[t + 1]);
      return known;
    });
  };
}

/** After a token `ordinalFrom` + j and a key, the value of the j-th pair of that key. */
export function positional(ordinalFrom: number, valueFrom: number): Reader {
  return (x) => {
    const values = new Map<number, number[]>();
    return Array.from({ length: x.length }, (_, t) => {
      const key = x[t];
      if (key >= valueFrom) return undefined;
      const before = t > 0 ? x[t - 1] : -1;
      if (before >= ordinalFrom) return values.get(key)?.[before - ordinalFrom];
      if (t + 1 < x.length) values.set(key, [...(values.get(key) ?? []), x[t + 1]]);
      return undefined;
    });
  };
}

/** From the delimiter on, what stands as far behind the beginning as it itself behind the delimiter. */
export function copied(delimiter: number): Reader {
  return (x) => {
    const from = Array.from(x).indexOf(delimiter);
    return Array.from({ length: x.length }, (_, t) =>
      t >= from && t - from < from ? x[t - from] : undefined
    );
  };
}

/** After a token `vocabulary` + k - 1 and a hash, the hash k pairs on. */
export function hopped(vocabulary: number): Reader {
  return (x) => {
    const next = new Map<number, number>();
    let pairs = Array.from(x).findIndex((token) => token >= vocabulary);
    if (pairs < 0) pairs = x.length;
    for (let t = 0; t + 1 < pairs; t += 2) next.set(x[t], x[t + 1]);
    return Array.from({ length: x.length }, (_, t) => {
      if (t === 0 || x[t - 1] < vocabulary || x[t] >= vocabulary) return undefined;
      let hash: number | undefined = x[t];
      for (let k = 0; k <= x[t - 1] - vocabulary; k++) hash = hash === undefined ? undefined : next.get(hash);
      return hash;
    });
  };
}
