/** Checks as lines for a terminal. */
import type { Check } from './check';

/** One line for one check. */
export function checkLine({ name, outcome, measured, expected, tolerance, note }: Check): string {
  const start = `  ${outcome.padEnd(7)}  ${name}: `;
  if (measured === undefined) return `${start}${note}\n`;
  const numbers = expected === 0 ? measured.toExponential(1) : `${measured}, ${expected}`;
  return `${start}${numbers}, ${tolerance}\n`;
}

/** One line for all cases of an operation, and one more for each that failed. */
export function operationLines(operation: string, checks: readonly Check[]): string {
  const failures = checks.filter(({ outcome }) => outcome === 'failed');
  const worst = Math.max(0, ...checks.map(({ measured = Number.POSITIVE_INFINITY }) => measured));
  const cells = [
    (failures.length > 0 ? 'failed' : 'passed').padEnd(7),
    operation.padEnd(11),
    String(checks.length).padStart(3),
    distance(worst).padStart(8),
    distance(checks[0]?.tolerance ?? 0)
  ];
  const details = failures.map(
    ({ name, measured, note }) =>
      `             ${name}: ${measured === undefined ? note : distance(measured)}\n`
  );
  return `  ${cells.join('  ')}\n${details.join('')}`;
}

function distance(value: number): string {
  if (value === 0) return '0';
  return Number.isFinite(value) ? value.toExponential(1) : 'no number';
}
