/** The text of a chain of operators, "zscore(tau=100) | delta(threshold=.5)", as definitions with their parameters. */
import { SettingError } from '../../../models/settings';
import type { Given, OperatorDefinition, Parameter } from './operator';
import { operators } from './registry';

export interface ParsedOperator {
  definition: OperatorDefinition;
  given: Given;
}

/** Nothing for an empty text. Throws SettingError that says which part is wrong and what would do. */
export function parseOperators(text: string): ParsedOperator[] {
  if (text.trim() === '') return [];
  return text.split('|').map((part) => parseOperator(part.trim()));
}

function parseOperator(part: string): ParsedOperator {
  const [, name, inside = ''] = /^([A-Za-z]+)\s*(?:\(([^()]*)\))?$/.exec(part) ?? [];
  const definition = operators.find((one) => one.name === name);
  if (!definition) {
    throw new SettingError(
      `Setting 'operators' has '${part}'; expected ${operators.map((one) => one.name).join(', ')}, ` +
        'with numbers in brackets and | between two: zscore(tau=100) | delta(threshold=.5).'
    );
  }
  const { parameters } = definition;
  if (parameters === 'matrix')
    return { definition, given: { numbers: {}, matrix: parseMatrix(part, inside) } };
  return { definition, given: { numbers: parseNumbers(part, inside, parameters), matrix: [] } };
}

function parseMatrix(part: string, inside: string): number[][] {
  return inside.split(';').map((line) =>
    line
      .trim()
      .split(/[\s,]+/)
      .map((cell) => {
        const value = cell === '' ? Number.NaN : Number(cell);
        if (Number.isFinite(value)) return value;
        throw new SettingError(
          `Setting 'operators' has '${part}'; expected lists of weights with ; between two, such as mix(.5 .5; 1 -1).`
        );
      })
  );
}

function parseNumbers(
  part: string,
  inside: string,
  parameters: readonly Parameter[]
): Record<string, number> {
  const written = new Map<string, string>();
  for (const piece of inside
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, name, value] = /^(\w+)\s*=\s*(\S+)$/.exec(piece) ?? [];
    if (name === undefined || !parameters.some((one) => one.name === name) || written.has(name)) {
      throw new SettingError(
        `Setting 'operators' has '${piece}' in '${part}'; expected ${parameters.map((one) => `${one.name}=number`).join(', ')}, each once.`
      );
    }
    written.set(name, value);
  }
  const numbers: Record<string, number> = {};
  for (const { name, default: usual, min, max, integer, help } of parameters) {
    const text = written.get(name);
    const value = text === undefined ? usual : Number(text);
    if (value === undefined || !(value >= min && value <= max) || (integer && !Number.isInteger(value))) {
      throw new SettingError(
        `Setting 'operators' has '${part}', where ${name} (${help}) is ${text ?? 'missing'}; ` +
          `expected a ${integer ? 'whole ' : ''}number from ${min} to ${max}.`
      );
    }
    numbers[name] = value;
  }
  return numbers;
}
