/**
 * exp, log, sin, cos, tanh and integer powers from +, -, *, / and sqrt alone, so that a run has the same
 * bits in every JavaScript engine (the built-in ones differ between versions). Accurate to about one unit
 * in the last place. Polynomials: fdlibm (exp, log, sin, cos) and Cephes (tanh).
 */

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  if (k < -1022) return y * powerOfTwo(k + 54) * powerOfTwo(-54);
  return y * powerOfTwo(k);
}

export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let scaled = x;
  if (x < 2.2250738585072014e-308) {
    scaled *= 18014398509481984; // 2^54: lifts subnormals
    k = -54;
  }
  bits.setFloat64(0, scaled);
  const head = bits.getUint32(0);
  k += (head >>> 20) - 1023;
  bits.setUint32(0, (head & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + even + odd) + k * LN2_LOW) - f);
}

const TWO_OVER_PI = 6.36619772367581382433e-1;
const HALF_PI = [1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21];

/** Reduces x to [-pi/4, pi/4]; good to |x| about 1e6, far beyond what tasks use. */
function reduce(x: number): { r: number; quadrant: number } {
  const n = Math.round(x * TWO_OVER_PI);
  return { r: x - n * HALF_PI[0] - n * HALF_PI[1] - n * HALF_PI[2], quadrant: ((n % 4) + 4) % 4 };
}

function sinKernel(r: number): number {
  const z = r * r;
  return (
    r +
    r *
      z *
      (-1.66666666666666324348e-1 +
        z *
          (8.33333333332248946124e-3 +
            z *
              (-1.98412698298579493134e-4 +
                z *
                  (2.75573137070700676789e-6 +
                    z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))))
  );
}

function cosKernel(r: number): number {
  const z = r * r;
  const tail =
    z *
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z *
                (-2.75573143513906633035e-7 +
                  z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  return 1 - (0.5 * z - tail);
}

export function sin(x: number): number {
  const { r, quadrant } = reduce(x);
  const value = quadrant % 2 === 0 ? sinKernel(r) : cosKernel(r);
  return quadrant < 2 ? value : -value;
}

export function cos(x: number): number {
  const { r, quadrant } = reduce(x);
  const value = quadrant % 2 === 0 ? cosKernel(r) : sinKernel(r);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size >= 0.625) {
    const value = 1 - 2 / (exp(2 * size) + 1);
    return x < 0 ? -value : value;
  }
  const z = x * x;
  const above = (-9.64399179425052238628e-1 * z - 9.92877231001918586564e1) * z - 1.61468768441708447952e3;
  const below =
    ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3;
  return x + x * z * (above / below);
}

/** base^n for whole n >= 0, by squaring. */
export function integerPower(base: number, n: number): number {
  let result = 1;
  for (let factor = base, left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
