/** Themes: the colours and sizes a figure is drawn with. Light, dark and high contrast are for the screen, paper is for exports. */
import { okabeIto, type PaletteName } from './palettes';

export interface Theme {
  /** What its ground is like: a figure that places light or dark of its own on it asks this. */
  name: 'light' | 'dark' | 'paper';
  background: string;
  /** Titles and values. */
  text: string;
  /** Axis labels, symbols and units. */
  muted: string;
  axis: string;
  grid: string;
  /** Phases of a trial. */
  shade: string;
  /** Cells without a value. */
  missing: string;
  /** What is selected, and nothing else. */
  accent: string;
  input: string;
  lif: string;
  alif: string;
  positive: string;
  negative: string;
  /** Series without a meaning of their own, in order. */
  categories: readonly string[];
  signed: PaletteName;
  sequential: PaletteName;
  fontFamily: string;
  /** Size of axis text; titles and values take the same. */
  textSize: number;
  lineWidth: number;
  hairline: number;
  /** The step of spacing. */
  space: number;
}

const screenSizes = { textSize: 12, lineWidth: 1.5, hairline: 1, space: 4 };
const screenFont = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

const light: Theme = {
  name: 'light',
  background: '#ffffff',
  text: '#1d2126',
  muted: '#5c646e',
  axis: '#8b939c',
  grid: '#eceef1',
  shade: '#f1f3f6',
  missing: '#f1f3f6',
  accent: '#b5178e',
  input: '#555d66',
  lif: okabeIto.blue,
  alif: okabeIto.vermillion,
  positive: '#b2182b',
  negative: '#2166ac',
  categories: [
    okabeIto.blue,
    okabeIto.vermillion,
    okabeIto.green,
    okabeIto.orange,
    okabeIto.purple,
    okabeIto.skyBlue
  ],
  signed: 'signed',
  sequential: 'cividis',
  fontFamily: screenFont,
  ...screenSizes
};

const dark: Theme = {
  name: 'dark',
  background: '#15191e',
  text: '#e6e9ed',
  muted: '#9aa3ad',
  axis: '#6a737d',
  grid: '#242a31',
  shade: '#1e242b',
  missing: '#20262d',
  accent: '#ff7ad1',
  input: '#aab2bb',
  lif: okabeIto.skyBlue,
  alif: okabeIto.orange,
  positive: '#f0935c',
  negative: '#6db3e8',
  // Lightened or darkened until no two are alike to eyes that lack one kind of cone.
  categories: [okabeIto.skyBlue, okabeIto.orange, '#6bf9bb', '#f4f253', '#c06b9f', '#4a6ad4'],
  signed: 'signedDark',
  sequential: 'viridis',
  fontFamily: screenFont,
  ...screenSizes
};

/** On black: words in white, lines heavier, marks at least five times as bright as the ground. */
const contrast: Theme = {
  ...dark,
  background: '#000000',
  text: '#ffffff',
  muted: '#e2e6ea',
  axis: '#b4bcc4',
  grid: '#3d444b',
  shade: '#22282e',
  missing: '#2b3137',
  accent: '#ff9ade',
  input: '#d5dade',
  lif: '#6cc4ff',
  alif: '#ffa500',
  positive: '#ffae85',
  negative: '#8cc8ff',
  categories: ['#6cc4ff', '#ffa500', '#a7fcb4', '#feff63', '#d859a5', '#7c7cff'],
  lineWidth: 2,
  hairline: 1.25
};

/** In points: 7 pt text, 0.75 pt lines. */
const paper: Theme = {
  ...light,
  name: 'paper',
  text: '#000000',
  muted: '#333333',
  axis: '#000000',
  grid: '#e9e9e9',
  shade: '#f0f0f0',
  missing: '#ffffff',
  fontFamily: '"DejaVu Sans", Arial, Helvetica, sans-serif',
  textSize: 7,
  lineWidth: 0.75,
  hairline: 0.5,
  space: 2.4
};

export const themes = { light, dark, contrast, paper } as const;

/** The same theme, readable from the back row. */
export function projector(theme: Theme): Theme {
  return { ...theme, textSize: 18, lineWidth: 2.5, hairline: 1.5, space: 6 };
}
