/** Panels moved by their head and resized by their corner, with mouse, pen or finger. Escape gives up. */
import type { Arranging } from '../lab/shownPanels';

/** Pixels a press may wander and still be no drag. */
const slack = 6;
/** So near the edge of the grid it scrolls. */
const [edge, scrollBy] = [40, 14] as const;

/** Carries the panel whose head was pressed to where another one is. */
export function dragHead(event: PointerEvent, arranging: Pick<Arranging, 'moveTo'>): void {
  const head = event.currentTarget as HTMLElement;
  const panel = head.closest<HTMLElement>('.panel');
  const grid = panel?.parentElement;
  if (!panel || !grid || event.button !== 0 || !isOn(head, event) || grid.classList.contains('single'))
    return;
  let over: HTMLElement | undefined;
  const aim = (next: HTMLElement | undefined): void => {
    if (next === over) return;
    over?.classList.remove('aimed');
    next?.classList.add('aimed');
    over = next;
  };
  follow(event, head, {
    move: ({ clientX, clientY }) => {
      panel.classList.add('carried');
      const { bottom, top } = grid.getBoundingClientRect();
      if (clientY < top + edge) grid.scrollBy(0, -scrollBy);
      if (clientY > bottom - edge) grid.scrollBy(0, scrollBy);
      const under = document
        .elementsFromPoint(clientX, clientY)
        .map((element) => element.closest<HTMLElement>('.panel'))
        .find((each) => each?.parentElement === grid);
      aim(under && under !== panel ? under : undefined);
    },
    end: (done) => {
      const target = over?.dataset.figure;
      aim(undefined);
      panel.classList.remove('carried');
      if (done && target) arranging.moveTo(target);
    }
  });
}

/** Makes the panel as large as its corner is dragged, in whole columns and rows. */
export function dragCorner(
  event: PointerEvent,
  arranging: Pick<Arranging, 'resize' | 'columns'>,
  before: { columns: number; rows: number }
): void {
  const corner = event.currentTarget as HTMLElement;
  const panel = corner.closest<HTMLElement>('.panel');
  const grid = panel?.parentElement;
  if (!panel || !grid || event.button !== 0) return;
  event.preventDefault();
  const box = panel.getBoundingClientRect();
  const gap = Number.parseFloat(getComputedStyle(grid).columnGap);
  const column = (box.width + gap) / before.columns;
  const row = (box.height + gap) / before.rows;
  follow(event, corner, {
    move: ({ clientX, clientY }) =>
      arranging.resize({
        columns: Math.round((box.width + clientX - event.clientX + gap) / column),
        rows: Math.round((box.height + clientY - event.clientY + gap) / row)
      }),
    end: (done) => {
      if (!done) arranging.resize(before);
    }
  });
}

function follow(
  start: PointerEvent,
  handle: HTMLElement,
  { end, move }: { move(event: PointerEvent): void; end(done: boolean): void }
): void {
  const stop = new AbortController();
  const { signal } = stop;
  let moving = false;
  const finish = (done: boolean): void => {
    stop.abort();
    if (moving) end(done);
  };
  handle.setPointerCapture(start.pointerId);
  handle.addEventListener(
    'pointermove',
    (event) => {
      moving ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > slack;
      if (moving) move(event);
    },
    { signal }
  );
  handle.addEventListener('pointerup', () => finish(true), { signal });
  handle.addEventListener('pointercancel', () => finish(false), { signal });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      finish(false);
    },
    { signal, capture: true }
  );
}

/** A press on the head itself: not on a control in it, nor in a menu, whose events come here though it hangs elsewhere. */
function isOn(head: HTMLElement, { target }: PointerEvent): boolean {
  return (
    target instanceof Element && head.contains(target) && target.closest('button, input, select, a') === null
  );
}
