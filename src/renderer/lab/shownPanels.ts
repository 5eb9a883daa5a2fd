/** Which panels stand on the page, and which of them commands speak of. */
import { type Accessor, createSignal } from 'solid-js';
import type { FigureFormat } from '../panels/printedFile';

/** The place of one panel in the grid, and how it is changed. */
export interface Arranging {
  /** Of the grid. */
  columns(): number;
  /** Columns and rows that the panel takes. */
  size(): { columns: number; rows: number };
  first(): boolean;
  last(): boolean;
  /** So many places on, or back. */
  move(step: number): void;
  /** To where another panel is. */
  moveTo(other: string): void;
  resize(size: { columns: number; rows: number }): void;
  hide(): void;
}

/** A panel, and what it can be asked to do. */
export interface ShownPanel {
  /** Of its figure. */
  readonly id: string;
  readonly title: string;
  readonly arranging: Arranging;
  /** Moves the focus to its plot. */
  focus(): void;
  save(format: FigureFormat): void;
  compose(): void;
  table(): void;
  explain(): void;
}

export interface ShownPanels {
  /** Once each, although a branch shows its own beside them. */
  all: Accessor<readonly ShownPanel[]>;
  /** The one that was used last, by pointer or by focus. */
  current: Accessor<ShownPanel | undefined>;
  use(panel: ShownPanel): void;
  /** Returns what takes it away again. */
  add(panel: ShownPanel): () => void;
}

export function createShownPanels(): ShownPanels {
  const [panels, setPanels] = createSignal<readonly ShownPanel[]>([]);
  const [current, setCurrent] = createSignal<ShownPanel>();
  return {
    all: () => panels().filter(({ id }, k, all) => all.findIndex((other) => other.id === id) === k),
    current,
    use: setCurrent,
    add(panel) {
      setPanels((all) => [...all, panel]);
      return () => {
        setPanels((all) => all.filter((other) => other !== panel));
        setCurrent((used) => (used === panel ? undefined : used));
      };
    }
  };
}
