/** The figures of the Text lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';

export const textFigures: readonly Figure[] = [];
