/** What a figure is: a pure function from recordings to a scene, with its words. */
import type { LayerSpan, ProbeDescription, SynapseStory } from '../models/model';
import type { SettingDescription, Settings } from '../models/settings';
import type { StreamShape } from '../models/stream';
import type { RecordingReader } from '../session/recording';
import type { CodesContext } from './codes/codesContext';
import type { CorpusContext } from './text/corpusContext';
import type { AlignmentSweepResult } from './learning/sweepResult';
import type { MapsContext } from './maps/mapsContext';
import type { SequencesContext } from './memory/sequencesContext';
import type { FigureMemory, Range } from './ranges';
import type { Picked, Scene } from './scene';
import type { Theme } from './theme';

/** What a panel is told of the panels it stands among in one picture: see sharedAxes.ts. */
export interface Joint {
  /** Least distances of the plot from the edges of its panel, in scene units. */
  margins?: { left?: number; right?: number; top?: number; bottom?: number };
  /** Ranges of its axes, in place of its own. */
  x?: Range;
  y?: Range;
  /** The panel below says its bottom axis, the panel at the left its left axis. */
  xSaid?: boolean;
  ySaid?: boolean;
}

export interface FigureContext {
  shape: StreamShape;
  units: number;
  /** Bottom first; all units belong to one. */
  layers: readonly LayerSpan[];
  selection: Picked;
  /** Ticks on the time axis. */
  windowTicks: number;
  /** The tick after the last one shown; without it the newest recorded. */
  until?: number;
  theme: Theme;
  size: { width: number; height: number };
  /** The figure's own settings by name; those left out take their defaults. */
  settings: Settings;
  /** Written above the plot in exports; on screen the panel's frame says it. */
  heading?: string;
  /** Keeps axes and layouts still between draws. */
  memory?: FigureMemory;
  /** Of a panel that shares axes with others of one picture. */
  joint?: Joint;
  /** The synapse that was explained last. */
  story?: SynapseStory;
  /** The sweep that was run last. */
  sweep?: AlignmentSweepResult;
  /** The animal's world, of models that have one. */
  maps?: MapsContext;
  /** The images and coders, of models that have some. */
  codes?: CodesContext;
  /** The networks that learn a stream of sequences, of models that have some. */
  sequences?: SequencesContext;
  /** The sources of documents and how near copies are found, of models that clean a corpus. */
  corpus?: CorpusContext;
}

export interface FigureTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

export interface Figure {
  id: string;
  /** What is seen, in words. */
  title: string;
  symbol: string;
  unit: string;
  /** What it shows and how to read it. */
  help: string;
  /** Probes it reads. With none of them recorded it is empty, unless it `needs` something else. */
  probes: readonly string[];
  /** Drawn from this part of the context, or (`exact`) from its settings alone, instead of from a recording. */
  needs?: 'story' | 'sweep' | 'spread' | 'exact';
  /** With a unit selected it shows that unit and no other: on paper its heading says which. */
  ofUnit?: boolean;
  /** How it is drawn, made into controls like any setting. */
  settings: readonly SettingDescription[];
  /** What it will show and what to do. */
  emptyMessage: string;
  draw(reader: RecordingReader, context: FigureContext): Scene;
  /** One or two sentences with numbers, for screen readers. */
  summary(reader: RecordingReader, context: FigureContext): string;
  /** What is drawn, as numbers. */
  table(reader: RecordingReader, context: FigureContext): FigureTable;
}

/** What a session can show, for `isOffered`. */
export interface Offers {
  probes: readonly { name: string }[];
  /** Its model explains synapses. */
  story: boolean;
  /** Its experiment belongs to a sweep. */
  sweep: boolean;
  /** It has a world to push activation through. */
  spread: boolean;
  /** Its model codes, so that what theory has exactly belongs beside it. */
  exact: boolean;
}

/** Whether a session can ever fill the figure; the others only take room. */
export function isOffered({ needs, probes }: Pick<Figure, 'needs' | 'probes'>, offers: Offers): boolean {
  return needs ? offers[needs] : offers.probes.some(({ name }) => probes.includes(name));
}

/** The value of one of the figure's own settings. */
export function settingOf(figure: Pick<Figure, 'settings'>, context: FigureContext, name: string) {
  return context.settings[name] ?? figure.settings.find((setting) => setting.name === name)?.default;
}

/** The probe's words for an axis: "Membrane potential v (mV)". */
export function axisTitle({
  label,
  symbol,
  unit
}: Pick<ProbeDescription, 'label' | 'symbol' | 'unit'>): string {
  return [label, symbol, unit && `(${unit})`].filter(Boolean).join(' ');
}
