/** Numbers as the page writes them: few digits, a true minus, a space in thousands. */

/** Three or four digits; scientific where they would not do. */
export function sayNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, power] = value.toExponential(digits - 1).split('e');
    return `${minus(mantissa)}·10${superscript(Number(power))}`;
  }
  return grouped(
    minus(
      String(
        Number(value.toPrecision(Math.max(digits, size >= 1 ? Math.floor(Math.log10(size)) + 1 : digits)))
      )
    )
  );
}

/** A fixed number of decimals, so that a changing number keeps its width. */
export function sayFixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? grouped(minus(value.toFixed(decimals))) : '–';
}

export function sayCount(value: number): string {
  return grouped(String(Math.round(value)));
}

export function sayBytes(bytes: number): string {
  if (bytes < 1e5) return `${sayFixed(bytes / 1e3, 0)} kB`;
  return bytes < 1e9 ? `${sayFixed(bytes / 1e6, 1)} MB` : `${sayFixed(bytes / 1e9, 2)} GB`;
}

function minus(digits: string): string {
  return digits.replace('-', '−');
}

function grouped(digits: string): string {
  const [whole, fraction] = digits.split('.');
  // Narrow no-break spaces; four digits stay together.
  const spaced = whole.replace('−', '').length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

function superscript(power: number): string {
  return String(power).replace(/./g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));
}

/** "1 tick", "8 ticks". */
export function sayNumberOf(count: number, one: string, many = `${one}s`): string {
  return `${sayCount(count)} ${count === 1 ? one : many}`;
}
