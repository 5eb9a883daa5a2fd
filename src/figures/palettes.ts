/**
 * Colours for data. Categories: Okabe & Ito (2008). Sequential: cividis (Nunez et al. 2018) and viridis. Signed: RdBu
 * (ColorBrewer) with white at zero on white, and a twin with dark at zero for dark screens. Images: light, or ink on paper.
 */
import { interpolateCividis, interpolateLab, interpolateRdBu, interpolateViridis, piecewise, rgb } from 'd3';

export const okabeIto = {
  black: '#000000',
  orange: '#E69F00',
  skyBlue: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7'
} as const;

export type PaletteName = 'cividis' | 'viridis' | 'signed' | 'signedDark' | 'light' | 'ink';

/** Values take indices 0 .. 254, so that a signed scale has an exact middle. */
export const levels = 255;
/** The index of a cell without a value. */
export const missing = 255;

const ramps: Record<PaletteName, (share: number) => string> = {
  cividis: interpolateCividis,
  viridis: interpolateViridis,
  // Reversed: negative blue, positive red, as membranes and weights are usually shown.
  signed: (share) => interpolateRdBu(1 - share),
  signedDark: piecewise(interpolateLab, ['#a6d4f5', '#3d84bd', '#1b2129', '#c4642d', '#ffcb9e']),
  // Equal steps of sRGB are about equal steps to the eye.
  light: (share) => rgb(255 * share, 255 * share, 255 * share).formatRgb(),
  ink: (share) => rgb(255 * (1 - share), 255 * (1 - share), 255 * (1 - share)).formatRgb()
};

const made = new Map<string, Uint8Array>();

/** [256, 3] colours; `missingColour` (any CSS colour) at index `missing`. */
export function palette(name: PaletteName, missingColour: string): Uint8Array {
  const key = `${name} ${missingColour}`;
  const known = made.get(key);
  if (known) return known;
  const colours = new Uint8Array(768);
  for (let i = 0; i < 256; i++) {
    const { r, g, b } = rgb(i === missing ? missingColour : ramps[name](i / (levels - 1)));
    colours.set([r, g, b], 3 * i);
  }
  made.set(key, colours);
  return colours;
}

/** A palette's colour at share 0 .. 1 as a CSS colour. */
export function shade(name: PaletteName, share: number): string {
  return rgb(ramps[name](Math.min(1, Math.max(0, share)))).formatHex();
}

/** The index of `value` on [low, high]; out of range is held at the ends, NaN is missing. */
export function level(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return missing;
  if (high <= low) return (levels - 1) / 2;
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (levels - 1));
}
