/** `engram verify`: does this machine compute what theory and the reference say? */
import { type Compute, ComputeError } from '../../compute/compute';
import { operationsOf } from '../../compute/conformance/computeCase';
import { createReference } from '../../compute/reference';
import { holds, oracles } from '../../models/oracles/oracles';
import { type Command, definitions, UsageError } from '../command';
import type { Io } from '../io';
import { backends, checkOperation } from '../verify/backends';
import type { Check, Outcome } from '../verify/check';
import { chosenSoaks, soaks } from '../verify/soak/registry';
import { runSoak, type Soak, type SoakRow, soakLines } from '../verify/soak/soak';
import { checkLine, operationLines } from '../verify/table';

export const verify: Command = {
  name: 'verify',
  positional: '',
  summary: 'Check the oracles and every backend of this machine; exit code 1 when one fails.',
  options: [
    { name: 'json', help: 'Print every check as one line of JSON.' },
    {
      name: 'soak',
      value: '<name>',
      help: 'Instead, use one part long and hard and print how it stood; all for every soak.'
    },
    { name: 'quick', help: 'With --soak: few rounds of each.' }
  ],
  details: () => `Soaks\n${definitions(soaks.map(({ name, summary }) => [name, summary]))}`,
  async run(call, io) {
    const json = call.has('json');
    const soak = call.get('soak');
    if (soak !== undefined) return runSoaks(chosenSoaks(soak), call.has('quick'), json, io);
    if (call.has('quick')) throw new UsageError('--quick goes with --soak, such as --soak all --quick.');
    const say = (text: string): void => {
      if (!json) io.out(text);
    };
    const checks = [...(await checkOracles(say)), ...(await checkBackends(say))];
    const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
    const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
    if (json) io.out(`${JSON.stringify({ passed, failed, skipped, checks })}\n`);
    else io.out(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    return failed > 0 ? 1 : 0;
  }
};

async function runSoaks(chosen: readonly Soak[], quick: boolean, json: boolean, io: Io): Promise<number> {
  const rows: SoakRow[] = [];
  for (const soak of chosen) {
    const row = await runSoak(soak, io, { quick });
    if (!json) io.out(soakLines(row));
    rows.push(row);
  }
  const failed = rows.filter(({ passed }) => !passed).length;
  if (json) io.out(`${JSON.stringify({ passed: rows.length - failed, failed, quick, soaks: rows })}\n`);
  else io.out(`\n${rows.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

type Say = (text: string) => void;

async function checkOracles(say: Say): Promise<Check[]> {
  say('Oracles, on the float64 reference: measured, expected, tolerance\n');
  const checks: Check[] = [];
  for (const oracle of oracles) {
    const { name, expected, tolerance, source: note } = oracle;
    const measured = await oracle.measure(createReference);
    const outcome = holds(oracle, measured) ? 'passed' : 'failed';
    const check: Check = { group: 'oracles', name, outcome, measured, expected, tolerance, note };
    say(checkLine(check));
    checks.push(check);
  }
  return checks;
}

async function checkBackends(say: Say): Promise<Check[]> {
  const checks: Check[] = [];
  for (const backend of backends) {
    say(`\n${backend.name}, against the reference: cases, worst relative distance, tolerance\n`);
    let compute: Compute;
    try {
      compute = await backend.create();
    } catch (error) {
      const outcome = error instanceof ComputeError ? 'skipped' : 'failed';
      const note = error instanceof Error ? error.message : String(error);
      const check: Check = { group: backend.name, name: 'all operations', outcome, note };
      say(checkLine(check));
      checks.push(check);
      continue;
    }
    try {
      for (const operation of operationsOf(compute)) {
        const found = await checkOperation(compute, backend, operation);
        say(operationLines(operation, found));
        checks.push(...found);
      }
    } finally {
      compute.dispose();
    }
  }
  return checks;
}
