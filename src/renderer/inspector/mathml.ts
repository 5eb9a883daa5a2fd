/** Equations as MathML text, built from symbols of ours and numbers only. */
import { sayNumber } from '../words';

export const mi = (name: string): string => `<mi>${name}</mi>`;
export const mo = (sign: string): string => `<mo>${sign}</mo>`;
const negative = '<mo form="prefix" lspace="0" rspace="0">−</mo>';
export const row = (...parts: string[]): string => `<mrow>${parts.join('')}</mrow>`;
export const sub = (base: string, index: string): string => `<msub>${base}${index}</msub>`;
/** A bar over a symbol: filtered. */
export const bar = (base: string): string => `<mover accent="true">${base}<mo>¯</mo></mover>`;
/** A value at the tick before. */
export const before = (base: string): string => `<msup>${base}<mo>′</mo></msup>`;

/** A number; negative ones stand in brackets where a sign goes before them. */
export function mn(value: number | undefined, bracket = false): string {
  if (value === undefined || Number.isNaN(value)) return mo('·');
  const size = `<mn>${sayNumber(Math.abs(value))}</mn>`;
  if (value >= 0) return size;
  return bracket ? row(mo('('), negative, size, mo(')')) : row(negative, size);
}

export function math(content: string): string {
  return `<math>${row(content)}</math>`;
}
