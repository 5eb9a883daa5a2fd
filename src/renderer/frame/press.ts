/**
 * A press of a button that is not lost when the page is laid out anew beneath it: the browser sends a click to what lies under the
 * pointer when it is let go, which need not be what was pressed. The button holds the pointer instead; let go elsewhere on purpose, a
 * press is given up as it always is.
 */
export interface Press {
  onPointerDown(event: PointerEvent & { currentTarget: HTMLElement }): void;
  onClick(event: MouseEvent & { currentTarget: HTMLElement }): void;
}

/** Pixels a hand moves without meaning to. */
const unmeant = 4;

export function pressed(act: () => void): Press {
  let from: { x: number; y: number } | undefined;
  return {
    onPointerDown({ button, clientX, clientY, currentTarget, pointerId }) {
      if (button !== 0) return;
      from = { x: clientX, y: clientY };
      currentTarget.setPointerCapture(pointerId);
    },
    onClick({ clientX, clientY, currentTarget, detail }) {
      const began = from;
      from = undefined;
      // Keys click too, from nowhere.
      if (detail === 0 || !began) return act();
      const { bottom, left, right, top } = currentTarget.getBoundingClientRect();
      const within = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (within || Math.hypot(clientX - began.x, clientY - began.y) <= unmeant) act();
    }
  };
}
