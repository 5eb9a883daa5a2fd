/**
 * Draws what changed, within a budget per frame of the display: what does not fit is drawn in the next one, so that
 * many panels never add up to a long task.
 */

export interface Painting {
  /** Probes whose news make it due. */
  probes: readonly string[];
  /** Whether it can be seen at all. */
  visible(): boolean;
  paint(): void;
}

export interface Painter {
  /** Adds a painting, due at once. Returns a function that takes it away. */
  add(painting: Painting): () => void;
  /** Makes due one painting, or those that read one of these probes, or all. */
  touch(what?: Painting | ReadonlySet<string>): void;
  /** Paints what is due and visible, for about `budgetMs`. */
  paint(): void;
  /** Something visible is still to be painted. */
  busy(): boolean;
  /** Probes that visible paintings read. */
  probes(): Set<string>;
}

const budgetMs = 9;

export function createPainter(failed: (problem: unknown) => void): Painter {
  const all = new Set<Painting>();
  /** In the order in which they became due: the one left out longest comes first. */
  const due = new Set<Painting>();

  return {
    add: (painting) => {
      all.add(painting);
      due.add(painting);
      return () => {
        all.delete(painting);
        due.delete(painting);
      };
    },
    touch: (what) => {
      if (what instanceof Set || what === undefined) {
        for (const painting of all)
          if (!what || painting.probes.some((probe) => what.has(probe))) due.add(painting);
      } else due.add(what as Painting);
    },
    paint: () => {
      const end = performance.now() + budgetMs;
      for (const painting of due) {
        if (!painting.visible()) continue;
        due.delete(painting);
        try {
          painting.paint();
        } catch (problem) {
          // One broken panel must not take the others with it.
          all.delete(painting);
          failed(problem);
        }
        if (performance.now() > end) return;
      }
    },
    busy: () => [...due].some((painting) => painting.visible()),
    probes: () => new Set([...all].filter((painting) => painting.visible()).flatMap(({ probes }) => probes))
  };
}
