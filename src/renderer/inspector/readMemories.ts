/** What the inspector says of the networks that learn side by side, read from the recording. */
import { sayLook } from '../../figures/memory/sequencesContext';
import { decodingProbes } from '../../models/memory/decoding/probes';
import { hopfieldProbes } from '../../models/memory/hopfield/probes';
import { memoryProbes } from '../../models/memory/model/probes';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sayFixed, sayNumber } from '../words';

export const memoryInspectorProbes: readonly string[] = [
  memoryProbes.networkAccuracy,
  memoryProbes.networkLoss,
  memoryProbes.stateBytes,
  ...Object.values(hopfieldProbes),
  ...Object.values(decodingProbes)
];

export interface MemoriesReading {
  /** What each group is called: the networks, or the latest trial. */
  networks: readonly { name: string; facts: readonly { label: string; value: string }[] }[];
  /** "Layer 2, head 1 of ovq", where networks are looked at. */
  looked?: string;
}

export function readMemories(bench: Bench): MemoriesReading | undefined {
  const sequences = figureContext(bench)?.sequences;
  if (!sequences) return latestTrial(bench);
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

/** Of a memory that is no network: what was counted of its latest trial, one number or a pair. */
function latestTrial(bench: Bench): MemoriesReading | undefined {
  const reader = bench.lab.seen.reader();
  const facts = (bench.lab.opened()?.probes ?? []).flatMap(({ kind, label, name, unit, width }) => {
    const row = kind === 'trial' && width <= 2 ? reader.series(name)?.latest(1) : undefined;
    if (!row || row.times.length === 0 || !row.data.every(Number.isFinite)) return [];
    return [
      {
        label: unit ? `${label}, ${unit}` : label,
        value: Array.from(row.data, (value) => sayNumber(value)).join(' · ')
      }
    ];
  });
  return facts.length > 0 ? { networks: [{ name: 'Latest trial', facts }] } : undefined;
}
