/** The plane of the two first principal components of the codes: its span, and the cell of the decoded grid that is selected. */
import { codeProbes, planeSide } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import type { Range } from '../ranges';

export interface PlaneSpan {
  x: Range;
  y: Range;
}

export function planeSpan(reader: RecordingReader): PlaneSpan | undefined {
  const data = reader.image(codeProbes.planeSpan)?.data;
  if (!data || data.length < 4 || !data.every(Number.isFinite)) return undefined;
  return { x: [data[0], data[1]], y: [data[2], data[3]] };
}

/** Place of a cell of the decoded grid, top row first. */
export function cellPlace(
  cell: number,
  { x, y }: PlaneSpan
): { row: number; column: number; x: number; y: number } {
  const row = Math.floor(cell / planeSide);
  const column = cell % planeSide;
  const share = (k: number): number => k / (planeSide - 1);
  return {
    row,
    column,
    x: x[0] + (x[1] - x[0]) * share(column),
    y: y[1] - (y[1] - y[0]) * share(row)
  };
}

export function isCell(cell: number | undefined): cell is number {
  return cell !== undefined && cell >= 0 && cell < planeSide * planeSide;
}
