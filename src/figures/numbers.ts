/** Numbers as figures and the page write them: few digits, a true minus, powers of ten, a thin space in thousands. */

/** Three or four digits; scientific where they would not do. */
export function sayNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return restyle(value.toExponential(digits - 1));
  const whole = size >= 1 ? Math.floor(Math.log10(size)) + 1 : digits;
  return restyle(String(Number(value.toPrecision(Math.max(digits, whole)))));
}

/** A number beside a line or in a sentence: two or three significant digits, and nothing below what can be measured. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  // What is below any measured quantity is rounding.
  if (size < 1e-99) return '0';
  if (size < 1e-3 || size >= 1e5) return restyle(value.toExponential(1).replace('.0e', 'e'));
  return sayNumber(value, size < 0.1 ? 2 : 3);
}

/** The widest that `shortNumber` gets, to reserve room for. */
export const widestNumber = '−0.0·10⁻⁰⁰';

/** A fixed number of decimals, so that a changing number keeps its width. */
export function sayFixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? restyle(value.toFixed(decimals)) : '–';
}

export function sayCount(value: number): string {
  return restyle(String(Math.round(value)));
}

/** A number as programs write it ("1,000", "-3e-5") in the style of the house. */
export function restyle(digits: string): string {
  const [mantissa, power] = digits.replaceAll(',', '').split('e');
  const [whole, fraction] = mantissa.replace('-', '−').split('.');
  // Narrow no-break spaces; four digits stay together.
  const spaced = whole.replace('−', '').length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  const plain = fraction === undefined ? spaced : `${spaced}.${fraction}`;
  return power === undefined ? plain : `${plain}·10${superscript(Number(power.replace('−', '-')))}`;
}

/** An integer as an exponent. */
export function superscript(power: number): string {
  return String(power).replace(/./g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));
}
