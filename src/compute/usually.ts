/** How long something usually takes, on a machine that others use too. */

/** Microseconds of a run that a share of all stays below, one in ten: other programs on the machine only ever add to a time. */
export async function usually(
  run: () => Promise<void>,
  milliseconds = 700,
  share = 0.1,
  least = 20
): Promise<number> {
  for (let k = 0; k < 3; k++) await run();
  const all: number[] = [];
  for (const end = performance.now() + milliseconds; all.length < least || performance.now() < end; ) {
    const start = performance.now();
    await run();
    all.push(1000 * (performance.now() - start));
  }
  return all.sort((a, b) => a - b)[Math.floor(share * all.length)];
}
