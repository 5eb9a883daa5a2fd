/** `engram bench deep`: what a step of deep e-prop costs, beside PyTorch, and how that grows with depth and synapses. */
import { join } from 'node:path';
import { toSvg } from '../../figures/toSvg';
import { writeCsv } from '../../formats/csv';
import { type Call, definitions } from '../command';
import { draftFolder } from '../files';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { costFigure } from './costFigure';
import { benchDeep, benchTriad, type DeepRate } from './deep';
import type { DeepSizes } from './deepTrial';

/** The size that is set beside the peer. */
const compared = { layers: 3, units: 512, steps: 200 };
const forms = ['step', 'chunk'] as const;
const depths = [1, 2, 3, 4, 5, 6, 7, 8];
const widths = [64, 128, 256, 512, 1024, 2048];

interface PeerTime {
  way: string;
  usPerStep: number;
  label: string;
}

export async function deepWork(call: Call, io: Io): Promise<void> {
  const json = call.has('json');
  const say = (line: string): void => (json ? undefined : io.out(line));
  const rates: DeepRate[] = [];
  for (const threads of [1, 2]) {
    rates.push(
      ...(await benchDeep(
        threads,
        forms.map((form) => ({ ...compared, form }))
      ))
    );
  }
  const best = rates.reduce((least, rate) => (rate.usPerStep < least.usPerStep ? rate : least));
  const { threads } = best;
  // Two blocks as large together as a layer's recurrent weights, which is what a tick streams, layer by layer.
  const triad = await benchTriad(threads, (compared.units * compared.units) / 2);
  const peers = call.has('peers') ? await torchTimes(io) : [];

  say(`Deep e-prop by the cascade: 3 x 512 leaky tanh units, ${best.synapses} synapses, one trial\n`);
  say(definitions(rates.map((rate) => [nameOf(rate), inNumbers(rate, triad)])));
  for (const way of new Set(peers.map((peer) => peer.way))) {
    const { label, usPerStep } = peers
      .filter((peer) => peer.way === way)
      .reduce((least, peer) => (peer.usPerStep < least.usPerStep ? peer : least));
    say(
      `  ${label}: ${usPerStep.toFixed(0)} us a step, ${(usPerStep / best.usPerStep).toFixed(2)} times our best\n`
    );
  }

  const fastest = best.form;
  const sized = (sizes: readonly Omit<DeepSizes, 'form'>[]) =>
    benchDeep(
      threads,
      sizes.map((size) => ({ ...size, form: fastest }))
    );
  const depth = await sized(depths.map((layers) => ({ layers, units: 256, steps: 100 })));
  const width = await sized(widths.map((units) => ({ layers: 2, units, steps: units > 512 ? 50 : 100 })));
  say(`\nGrowth with depth and with synapses (${threads} threads, ${fastest} form)\n`);
  say(
    definitions(
      [...depth, ...width].map((rate) => [
        `${rate.layers} x ${rate.units}`,
        `${rate.usPerStep.toFixed(1)} us a step, ${perSynapse(rate)} ns a synapse`
      ])
    )
  );

  const out = call.get('out');
  if (out !== undefined) {
    const folder = await draftFolder(out, io.cwd);
    try {
      await folder.write('deep-cost.csv', csvOf([...rates, ...depth, ...width]));
      await folder.write(
        'deep-cost.svg',
        toSvg(costFigure(depth, width), {
          title: 'What a step of deep e-prop costs',
          sizeMm: { width: 183, height: 80 }
        })
      );
      await folder.publish();
    } finally {
      await folder.discard();
    }
    say(`Written to ${join(out, 'deep-cost.svg')} and deep-cost.csv.\n`);
  }
  if (json) io.out(`${JSON.stringify({ triad, rates, peers, depth, width })}\n`);
}

const nameOf = ({ form, threads }: DeepRate): string =>
  `${form === 'step' ? 'traces walked' : 'traces factored'}, ${threads} thread${threads > 1 ? 's' : ''}`;

function inNumbers(rate: DeepRate, triad: number): string {
  const { usPerStep, forwardUsPerStep, updatesPerSecond, forwardBandwidth } = rate;
  return (
    `${usPerStep.toFixed(0)} us a step (forward ${forwardUsPerStep.toFixed(0)}), ` +
    `${(updatesPerSecond / 1e9).toFixed(2)}e9 synapse updates a second; ` +
    `forward reads ${(forwardBandwidth / 1e9).toFixed(0)} GB/s, ` +
    `${((100 * forwardBandwidth) / triad).toFixed(0)} % of the triad's ${(triad / 1e9).toFixed(0)}`
  );
}

const perSynapse = ({ usPerStep, synapses }: DeepRate): string =>
  ((1000 * usPerStep) / synapses).toPrecision(3);

/** PyTorch's times on one thread, on two, and on two bound to their processors. */
async function torchTimes(io: Io): Promise<PeerTime[]> {
  const python = await findPython('torch');
  if (!python) {
    io.err('engram: no python3 here can import torch; measured without it.\n');
    return [];
  }
  const { layers, units, steps } = compared;
  const times: PeerTime[] = [];
  for (const [threads, bound] of [
    [1, false],
    [2, false],
    [2, true]
  ] as const) {
    const measured = (await runPeer(
      python,
      'deep_torch.py',
      [threads, layers, units, steps].map(String),
      bound ? { OMP_PROC_BIND: 'true' } : {}
    )) as { torch: string; results: readonly { way: string; usPerStep: number }[] };
    const setting = `${threads}${bound ? ' bound' : ''} thread${threads > 1 ? 's' : ''}`;
    for (const { way, usPerStep } of measured.results)
      times.push({ way, usPerStep, label: `PyTorch ${measured.torch} ${way}, ${setting}` });
  }
  return times;
}

function csvOf(rates: readonly DeepRate[]): string {
  const column = (name: keyof DeepRate) => ({ name, values: rates.map((rate) => Number(rate[name])) });
  return writeCsv([
    column('layers'),
    column('units'),
    column('synapses'),
    column('threads'),
    column('forwardUsPerStep'),
    column('usPerStep'),
    column('updatesPerSecond')
  ]);
}
