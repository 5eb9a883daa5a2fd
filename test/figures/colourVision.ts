/**
 * What colours look like to people who lack one kind of cone, and how far apart two of them are to the eye: dichromacy by the
 * matrices of Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB; distance by CIEDE2000 (Sharma, Wu and Dalal 2005).
 */
import { lab, rgb } from 'd3';

type Three = readonly [number, number, number];
type Matrix = readonly [Three, Three, Three];

export const visions: Readonly<Record<string, Matrix>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

const toLinear = (byte: number): number => {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const toByte = (linear: number): number => {
  const held = Math.min(1, Math.max(0, linear));
  return 255 * (held <= 0.0031308 ? 12.92 * held : 1.055 * held ** (1 / 2.4) - 0.055);
};

/** A CSS colour as it is seen, likewise. */
export function seenWith(vision: Matrix, colour: string): string {
  const { r, g, b } = rgb(colour);
  const linear = [r, g, b].map(toLinear);
  const [red, green, blue] = vision.map((row) =>
    toByte(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2])
  );
  return rgb(red, green, blue).formatRgb();
}

/** Contrast of WCAG 2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const { r, g, b: blue } = rgb(colour);
    return 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(blue);
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

export function lightness(colour: string): number {
  return lab(colour).l;
}

/** CIEDE2000 of two CSS colours. */
export function apart(a: string, b: string): number {
  const [one, other] = [lab(a), lab(b)];
  return ciede2000([one.l, one.a, one.b], [other.l, other.a, other.b]);
}

/** Of two colours [L*, a*, b*], with all weights 1. */
export function ciede2000([l1, a1, b1]: Three, [l2, a2, b2]: Three): number {
  const degrees = Math.PI / 180;
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [a1g, a2g] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(a1g, b1), Math.hypot(a2g, b2)];
  const hue = (a: number, b: number): number => {
    if (a === 0 && b === 0) return 0;
    const angle = Math.atan2(b, a) / degrees;
    return angle < 0 ? angle + 360 : angle;
  };
  const [h1, h2] = [hue(a1g, b1), hue(a2g, b2)];
  const grey = c1 * c2 === 0;
  const between = h2 - h1;
  const dh = grey ? 0 : between > 180 ? between - 360 : between < -180 ? between + 360 : between;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * degrees);
  const meanL = (l1 + l2) / 2;
  const meanCg = (c1 + c2) / 2;
  const sum = h1 + h2;
  const meanH = grey
    ? sum
    : Math.abs(between) <= 180
      ? sum / 2
      : sum < 360
        ? (sum + 360) / 2
        : (sum - 360) / 2;
  const cos = (angle: number): number => Math.cos(angle * degrees);
  const t =
    1 -
    0.17 * cos(meanH - 30) +
    0.24 * cos(2 * meanH) +
    0.32 * cos(3 * meanH + 6) -
    0.2 * cos(4 * meanH - 63);
  const turn = 30 * Math.exp(-(((meanH - 275) / 25) ** 2));
  const rc = 2 * Math.sqrt(meanCg ** 7 / (meanCg ** 7 + 25 ** 7));
  const sl = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sc = 1 + 0.045 * meanCg;
  const sh = 1 + 0.015 * meanCg * t;
  const rt = -Math.sin(2 * turn * degrees) * rc;
  return Math.sqrt((dL / sl) ** 2 + (dC / sc) ** 2 + (dH / sh) ** 2 + rt * (dC / sc) * (dH / sh));
}
