/** The newest value of each line, written at the right of the plot and pushed apart where two would overlap. */
import type { Box, Mark } from '../scene';
import type { Theme } from '../theme';

export interface EndValue {
  value: number;
  colour: string;
  content: string;
}

export function endValues(
  ends: readonly EndValue[],
  box: Box,
  y: (value: number) => number,
  { space, textSize }: Theme
): Mark[] {
  const places = ends
    .map((end) => ({ ...end, at: y(end.value) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const step = textSize * 1.15;
  for (let i = 1; i < places.length; i++) places[i].at = Math.max(places[i].at, places[i - 1].at + step);
  for (let i = places.length - 1, limit = box.y + box.height; i >= 0; i--, limit -= step)
    places[i].at = Math.min(places[i].at, limit);
  return places.map(({ at, colour, content }) => ({
    kind: 'text',
    x: box.x + box.width + space,
    y: at + textSize * 0.36,
    text: content,
    size: textSize,
    fill: colour,
    anchor: 'start'
  }));
}
