/** `engram verify`: does this machine compute what theory and the reference say? */
import { createReference } from '../../compute/reference';
import { ComputeError } from '../../compute/compute';
import { holds, oracles } from '../../models/oracles/oracles';
import type { Command } from '../command';
import type { Io } from '../io';
import { backends, distanceToReference } from '../verify/backends';
import { operations } from '../verify/operations';

export const verify: Command = {
  name: 'verify',
  positional: '',
  summary: 'Check the oracles and every backend of this machine; exit code 1 when one fails.',
  options: [{ name: 'json', help: 'Print the checks as one line of JSON.' }],
  async run(call, io) {
    const json = call.has('json');
    const checks: Check[] = [];
    const report = (check: Check): void => {
      checks.push(check);
      if (!json) io.out(`${line(check)}\n`);
    };
    await checkOracles(report, json ? undefined : io);
    await checkBackends(report, json ? undefined : io);
    const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
    const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
    if (json) io.out(`${JSON.stringify({ passed, failed, skipped, checks })}\n`);
    else io.out(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    return failed > 0 ? 1 : 0;
  }
};

type Outcome = 'passed' | 'failed' | 'skipped';

interface Check {
  group: string;
  name: string;
  outcome: Outcome;
  measured?: number;
  expected?: number;
  tolerance?: number;
  /** Where the expected number comes from, or why it was skipped. */
  note: string;
}

async function checkOracles(report: (check: Check) => void, io: Io | undefined): Promise<void> {
  io?.out('Oracles, on the float64 reference: measured, expected, tolerance\n');
  for (const oracle of oracles) {
    const { name, expected, tolerance, source } = oracle;
    const measured = await oracle.measure(createReference);
    const outcome = holds(oracle, measured) ? 'passed' : 'failed';
    report({ group: 'oracles', name, outcome, measured, expected, tolerance, note: source });
  }
}

async function checkBackends(report: (check: Check) => void, io: Io | undefined): Promise<void> {
  for (const { name: group, tolerance, create } of backends) {
    io?.out(`\n${group}, against the reference: relative distance, tolerance\n`);
    const compute = await create().catch((error: unknown) => error);
    if (compute instanceof Error) {
      const outcome = compute instanceof ComputeError ? 'skipped' : 'failed';
      report({ group, name: 'all operations', outcome, note: compute.message });
      continue;
    }
    const backend = compute as Awaited<ReturnType<typeof create>>;
    try {
      for (const operation of operations) {
        const measured = await distanceToReference(backend, operation);
        const outcome = measured <= tolerance ? 'passed' : 'failed';
        report({
          group,
          name: operation.name,
          outcome,
          measured,
          expected: 0,
          tolerance,
          note: backend.description
        });
      }
    } finally {
      backend.dispose();
    }
  }
}

function line({ name, outcome, measured, expected, tolerance, note }: Check): string {
  if (outcome === 'skipped' || measured === undefined) return `  ${outcome.padEnd(7)}  ${name}: ${note}`;
  const numbers = expected === 0 ? measured.toExponential(1) : `${measured}, ${expected}`;
  return `  ${outcome.padEnd(7)}  ${name}: ${numbers}, ${tolerance}`;
}
