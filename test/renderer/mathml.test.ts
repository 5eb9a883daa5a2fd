import { describe, expect, it } from 'vitest';
import { toBreakableMathml, toMathml } from '../../src/renderer/inspector/mathml';

describe('equations from a line of text', () => {
  it('write an index, the tick before, and a bar', () => {
    const made = toMathml('v_th z′ ē');
    expect(made).toContain('<msub><mi>v</mi><mi mathvariant="normal">th</mi></msub>');
    expect(made).toContain('<msub><mi>z</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>');
    expect(made).toContain('<mover accent="true"><mi>e</mi><mo>¯</mo></mover>');
  });

  it('keep a number whole, its sign and power included', () => {
    expect(toMathml('−1.23·10⁻⁴')).toBe('<math><mrow><mn>−1.23·10⁻⁴</mn></mrow></math>');
  });

  it('write fractions and the names of functions', () => {
    expect(toMathml('{γ}/{v} max(0)')).toMatch(
      /<mfrac><mrow><mi>γ<\/mi><\/mrow><mrow><mi>v<\/mi><\/mrow><\/mfrac>.*max<\/mo>/
    );
  });

  it('raise a power, of whatever stands before it', () => {
    expect(toMathml('(I)⁻¹')).toContain('<mo stretchy="false">)</mo><msup><mrow></mrow><mn>−1</mn></msup>');
    expect(toMathml('h²')).toContain('<mi>h</mi><msup><mrow></mrow><mn>2</mn></msup>');
  });

  it('break before a sign, but never within brackets', () => {
    expect(toBreakableMathml('1 = 2 + (3 − 4)').split(' <math>')).toHaveLength(3);
  });
});
