/**
 * Keeps the room an element once took, as long as it is as wide: numbers that take a line more and a line less must not move the
 * buttons below them back and forth under the pointer. To be called when the element is made.
 */
import { onCleanup } from 'solid-js';

export function keepRoom(element: HTMLElement): void {
  let tallest = 0;
  let width = 0;
  const observer = new ResizeObserver(([{ borderBoxSize }]) => {
    const [{ blockSize, inlineSize }] = borderBoxSize;
    const another = inlineSize !== width;
    width = inlineSize;
    if (another) tallest = 0;
    // Another theme or window: how tall it was before tells nothing, how tall it is comes when the room is free.
    if (another && element.style.minHeight !== '') element.style.minHeight = '';
    else if (blockSize > tallest) {
      tallest = blockSize;
      element.style.minHeight = `${tallest}px`;
    }
  });
  observer.observe(element);
  onCleanup(() => observer.disconnect());
}
