/** What the inspector says of the networks that learn side by side, read from the recording. */
import { sayLook } from '../../figures/memory/sequencesContext';
import { memoryProbes } from '../../models/memory/model/probes';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sayFixed, sayNumber } from '../words';

export const memoryInspectorProbes: readonly string[] = [
  memoryProbes.networkAccuracy,
  memoryProbes.networkLoss,
  memoryProbes.stateBytes
];

export interface MemoriesReading {
  networks: readonly { name: string; facts: readonly { label: string; value: string }[] }[];
  /** "Layer 2, head 1 of ovq". */
  looked: string;
}

export function readMemories(bench: Bench): MemoriesReading | undefined {
  const sequences = figureContext(bench)?.sequences;
  if (!sequences) return undefined;
  const reader = bench.lab.seen.reader();
  const newest = (probe: string, n: number): number => {
    const row = reader.series(probe)?.latest(1);
    return row && row.times.length > 0 ? row.data[n] : Number.NaN;
  };
  return {
    looked: sayLook(sequences),
    networks: sequences.networks.map(({ label }, n) => {
      const facts = [
        ['Right answers, %', sayFixed(100 * newest(memoryProbes.networkAccuracy, n), 1)],
        ['Loss', sayNumber(newest(memoryProbes.networkLoss, n))],
        ['Kept of a sequence, kB', sayNumber(newest(memoryProbes.stateBytes, n) / 1000)]
      ];
      return {
        name: `${n + 1}. ${label}`,
        facts: facts
          .filter(([, value]) => !value.includes('NaN'))
          .map(([name, value]) => ({ label: name, value }))
      };
    })
  };
}
