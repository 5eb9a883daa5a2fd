/** Marks moved to another place: how scenes are put beside each other. */
import type { Mark } from './scene';

export function translate(mark: Mark, dx: number, dy: number): Mark {
  switch (mark.kind) {
    case 'polyline':
    case 'segments':
    case 'polygon':
    case 'symbols':
      return { ...mark, points: mark.points.map((value, i) => value + (i % 2 ? dy : dx)) };
    case 'group':
      return {
        ...mark,
        clip: { ...mark.clip, x: mark.clip.x + dx, y: mark.clip.y + dy },
        marks: mark.marks.map((child) => translate(child, dx, dy))
      };
    default:
      return { ...mark, x: mark.x + dx, y: mark.y + dy };
  }
}
