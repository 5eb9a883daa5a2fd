/**
 * Presses of buttons that are not lost when the page is laid out anew beneath them: the browser sends a click to what lies under the
 * pointer when it is let go, which need not be what was pressed. A pressed button holds the pointer instead; let go elsewhere on
 * purpose, a press is given up as it always is.
 */

/** Pixels a hand moves without meaning to. */
const unmeant = 4;

/** For every button of the page, those still to come too. */
export function keepPresses(page: Document): void {
  let pressed: { button: HTMLElement; x: number; y: number } | undefined;
  page.addEventListener(
    'pointerdown',
    ({ button, clientX, clientY, pointerId, target }) => {
      const on = target instanceof Element ? target.closest<HTMLElement>('button') : null;
      // The button of a menu lets the pointer go on to what it opens.
      pressed = button === 0 && on && !on.ariaHasPopup ? { button: on, x: clientX, y: clientY } : undefined;
      pressed?.button.setPointerCapture(pointerId);
    },
    { capture: true }
  );
  page.addEventListener(
    'click',
    (event) => {
      const began = pressed;
      pressed = undefined;
      // Keys click too, from nowhere.
      if (!began || event.detail === 0 || event.target !== began.button) return;
      const { bottom, left, right, top } = began.button.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      const within = x >= left && x <= right && y >= top && y <= bottom;
      if (within || Math.hypot(x - began.x, y - began.y) <= unmeant) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true }
  );
}
