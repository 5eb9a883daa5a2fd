/**
 * Equations written as a line of text, as MathML. Names take an index after an underscore (v_th) and a prime for the
 * tick before (v′); ⁻¹ is a power; {a}/{b} is a fraction; numbers stand as the page writes them.
 */

const token =
  /(?<number>−?[\d.\u202f]+(?:·10[⁻⁰¹²³⁴-⁹]+)?)|(?<name>\p{L}\u0304?)(?:_(?<index>\p{L}+))?(?<prime>′)?|(?<power>⁻?[⁰¹²³⁴-⁹]+)|(?<sign>[^\s])/gu;

/** The same in pieces, so that a long line can be broken before a sign. */
export function toBreakableMathml(text: string): string {
  const pieces = [''];
  let depth = 0;
  for (const part of text.split(/([(){}]| (?=[=+−] ))/)) {
    if (part === '(' || part === '{') depth++;
    else if (part === ')' || part === '}') depth--;
    if (part === ' ' && depth === 0) pieces.push('');
    else pieces[pieces.length - 1] += part;
  }
  return pieces.map(toMathml).join(' ');
}

export function toMathml(text: string): string {
  // Decomposed, so that a bar is a character of its own.
  return `<math><mrow>${inner(text.normalize('NFD'))}</mrow></math>`;
}

function inner(text: string): string {
  const fraction = /^(.*?)\{([^{}]*)\}\/\{([^{}]*)\}(.*)$/u.exec(text);
  if (fraction) {
    const [, left, over, under, right] = fraction;
    return `${inner(left)}<mfrac><mrow>${inner(over)}</mrow><mrow>${inner(under)}</mrow></mfrac>${inner(right)}`;
  }
  return text
    .split(/\b(max|tanh)\b/)
    .map((part, i) => (i % 2 === 1 ? `<mo form="prefix" rspace="0.15em">${part}</mo>` : atoms(part)))
    .join('');
}

function atoms(text: string): string {
  return [...text.matchAll(token)]
    .map(({ groups = {} }) => {
      const { number, name, index, power, prime, sign } = groups;
      if (number !== undefined) return `<mn>${number}</mn>`;
      if (power !== undefined) return `<msup><mrow></mrow><mn>${plain(power)}</mn></msup>`;
      if (name === undefined) return operator(sign);
      const base = name.endsWith('\u0304')
        ? `<mover accent="true"><mi>${name[0]}</mi><mo>¯</mo></mover>`
        : `<mi>${name}</mi>`;
      if (index !== undefined) return `<msub>${base}<mi mathvariant="normal">${index}</mi></msub>`;
      return prime ? `<msub>${base}<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>` : base;
    })
    .join('');
}

/** A power as it stands on the line. */
function plain(power: string): string {
  return power.replace(/./g, (digit) => (digit === '⁻' ? '−' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))));
}

/** Signs between numbers keep their room at the start of a broken line too. */
function operator(sign: string): string {
  if (/[=+−·]/.test(sign)) return `<mo form="infix">${sign}</mo>`;
  return /[()]/.test(sign) ? `<mo stretchy="false">${sign}</mo>` : `<mo>${sign}</mo>`;
}
