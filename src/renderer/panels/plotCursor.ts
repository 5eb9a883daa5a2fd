/**
 * The cursor of a plot: arrow keys move it, and what stands there is written at the foot of the panel and said. In plots over time it
 * is the marked instant, shared by all panels; in all others it is a place of this one. On a map it is the selected state.
 */
import { type Accessor, createSignal } from 'solid-js';
import type { Figure, FigureContext, FigureTable } from '../../figures/figure';
import type { Scene } from '../../figures/scene';
import { sayStop, type Stop, stopsOf } from '../../figures/spoken';
import { worldOfText } from '../../figures/maps/mapsContext';
import type { Bench } from '../lab/bench';
import { stateKeys } from '../world/stateKeys';
import { cursorKeys } from './cursorKeys';

export interface PlotCursor {
  press(event: KeyboardEvent): void;
  /** What stands at the cursor; empty while there is none. */
  words: Accessor<string>;
  /** The same, as often as speech can follow. */
  spoken: Accessor<string>;
  /** Pixels from the left of the plot, where it has an axis the cursor can be marked on. */
  x: Accessor<number | undefined>;
  leave(): void;
}

export interface Plot {
  figure: Figure;
  bench: Bench;
  context(): FigureContext | undefined;
  scene(): Scene | undefined;
  /** A tool draws on the map. */
  draws(): boolean;
}

const longStep = 10;
/** Speech that is asked for faster is the last that was asked for. */
const speakEveryMs = 400;

export function createPlotCursor({ bench, context, draws, figure, scene }: Plot): PlotCursor {
  const { lab } = bench;
  const [words, setWords] = createSignal('');
  const [spoken, setSpoken] = createSignal('');
  const [x, setX] = createSignal<number>();
  let index: number | undefined;
  /** Of the table, from its second on; all of them together without. */
  let column: number | undefined;
  let waiting = false;

  const say = (said: string): void => {
    setWords(said);
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      setSpoken(words());
    }, speakEveryMs);
  };
  const tell = (stop: Stop, table: FigureTable, drawn: FigureContext): void =>
    say(sayStop(stop, table, drawn.shape, column));

  const overTime = (event: KeyboardEvent, table: FigureTable, drawn: FigureContext): void => {
    cursorKeys(event, bench);
    const tick = lab.selection().tick;
    if (tick === undefined) return;
    const rows = table.rows.flatMap(([at, ...rest]) => (at === tick ? [rest] : []));
    tell({ at: tick, rows }, table, drawn);
  };

  /** Where a key leads among `count` places, the newest of which is the last; undefined for keys that lead nowhere. */
  const led = (event: KeyboardEvent, count: number): number | undefined => {
    const from = index ?? (event.key === 'ArrowRight' ? -1 : count);
    const step = event.shiftKey ? longStep : 1;
    switch (event.key) {
      case 'ArrowLeft':
        return from - step;
      case 'ArrowRight':
        return from + step;
      case 'PageUp':
        return from - longStep;
      case 'PageDown':
        return from + longStep;
      case 'Home':
        return 0;
      case 'End':
        return count - 1;
      default:
        return undefined;
    }
  };

  const overRows = (event: KeyboardEvent, table: FigureTable, drawn: FigureContext): void => {
    const stops = stopsOf(table);
    const next = led(event, stops.length);
    if (next === undefined || stops.length === 0) return;
    event.preventDefault();
    index = Math.min(stops.length - 1, Math.max(0, next));
    const stop = stops[index];
    tell(stop, table, drawn);
    const axes = scene()?.axes;
    if (axes?.x?.quantity !== 'Trial' || typeof stop.at !== 'number') return;
    const [from, to] = axes.x.range;
    setX(axes.plot.x + ((stop.at - from) / (to - from)) * axes.plot.width);
  };

  const overStates = (event: KeyboardEvent, drawn: FigureContext): void => {
    stateKeys(event, bench, draws());
    const { unit } = lab.selection();
    const table = figure.table(lab.seen.reader(), { ...drawn, selection: lab.selection() });
    const states = worldOfText(String(lab.settings().world)).graph.nodes;
    if (unit === undefined || table.rows.length !== states) return;
    const [at, ...rest] = table.rows[unit];
    tell({ at, rows: [rest] }, table, drawn);
  };

  return {
    words,
    spoken,
    x,
    leave: () => {
      index = undefined;
      column = undefined;
      setX(undefined);
      setWords('');
    },
    press: (event) => {
      const drawn = context();
      if (!drawn || event.ctrlKey || event.metaKey || event.altKey) return;
      if (lab.kind() === 'maps' && scene()?.place) {
        overStates(event, drawn);
        return;
      }
      const table = figure.table(lab.seen.reader(), drawn);
      const lines = table.columns.length - 1;
      if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && lines > 1) {
        event.preventDefault();
        // One line after the other, then all together again.
        const step = event.key === 'ArrowDown' ? 1 : -1;
        const at = ((column ?? -1) + 1 + step + lines + 1) % (lines + 1);
        column = at === 0 ? undefined : at - 1;
        say(column === undefined ? 'All columns.' : `${table.columns[column + 1]}.`);
        return;
      }
      if (table.columns[0] === 'tick') overTime(event, table, drawn);
      else overRows(event, table, drawn);
    }
  };
}
