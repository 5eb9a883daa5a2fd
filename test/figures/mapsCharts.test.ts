import { beforeAll, expect, test } from 'vitest';
import { communities } from '../../src/figures/maps/communities';
import { fieldProfile } from '../../src/figures/maps/fieldProfile';
import { preference } from '../../src/figures/maps/preference';
import { recall } from '../../src/figures/maps/recall';
import { cellNumber } from '../../src/figures/maps/successorMatrix';
import type { Text } from '../../src/figures/scene';
import { textWidth } from '../../src/figures/textWidth';
import { type Recorded, recordedPreset } from './mapsRecording';

let track: Recorded;
let memory: Recorded;
let choice: Recorded;
let groups: Recorded;

beforeAll(async () => {
  track = await recordedPreset('field-skew', { trials: 12, unit: 150 });
  memory = await recordedPreset('two-hop-recall', { trials: 20, unit: 9 });
  choice = await recordedPreset('transition-revaluation', { trials: 60, unit: 0 });
  groups = await recordedPreset('communities', { trials: 60, unit: 2 });
}, 60_000);

const small = { size: { width: 320, height: 200 } };
const textsOf = (marks: readonly { kind: string }[]): Text[] =>
  marks.filter((mark): mark is Text => mark.kind === 'text');

test('a number in a cell is rounded, never cut', () => {
  const size = 10;
  const roomy = 200;
  expect(cellNumber(0.967, roomy, size)).toBe('0.967');
  expect(cellNumber(0.00095, roomy, size)).toBe('9.5·10⁻⁴');
  const narrow = textWidth('0.000', size);
  expect(cellNumber(0.00095, narrow, size)).toBe('0.001');
  expect(cellNumber(0.0057, narrow, size)).toBe('0.006');
  expect(cellNumber(0.00012, narrow, size)).toBe('≈0');
  expect(cellNumber(0, narrow, size)).toBe('0');
  const signed = textWidth('−0.00', size);
  expect(cellNumber(-0.0178, signed, size)).toBe('−0.02');
  expect(cellNumber(-0.0001, signed, size)).toBe('≈0');
  expect(cellNumber(123456, narrow, size)).toBe('');
  for (let k = 0; k < 200; k++) {
    const value = (k % 2 ? -1 : 1) * 10 ** (-6 + k / 18);
    const said = cellNumber(value, narrow, size);
    expect(textWidth(said, size)).toBeLessThanOrEqual(narrow);
    if (said && said !== '≈0' && !said.includes('·10')) {
      const read = Number(said.replace('−', '-').replaceAll('\u202f', ''));
      const decimals = said.split('.')[1]?.length ?? 0;
      expect(Math.abs(read - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
    }
  }
});

test('a field is drawn of the middle cell where the selected state is of a larger world', () => {
  const { context, recording } = track;
  const profile = (unit?: number) =>
    fieldProfile.table(recording, context({ selection: unit === undefined ? {} : { unit } })).rows;
  expect(profile(1_000_000)).toEqual(profile());
  expect(profile().length).toBeGreaterThan(20);
});

test('the closed form and the exact field of the track agree far from its ends', () => {
  const { context, recording } = track;
  for (const [, , exact, closed] of fieldProfile.table(recording, context()).rows)
    expect(Math.abs(Number(exact) - Number(closed))).toBeLessThan(1e-6);
});

test('the means of M* within and between communities are those of the closed form', () => {
  const { context, recording } = groups;
  expect(context().maps!.gamma).toBe(0.9);
  // Three cliques of five in a ring: section 4 of the notes on the walk.
  expect(communities.summary(recording, context())).toContain('Exactly: 1.15 and 0.338.');
});

test('recall says in a small panel what its bars, lines and diamonds are', () => {
  const { context, recording } = memory;
  const said = textsOf(recall.draw(recording, context(small)).marks).map(({ text }) => text);
  expect(said.some((each) => each.includes('◆ cosine (0 to 1)'))).toBe(true);
});

test('names of learners lie within a small panel', () => {
  const { context, recording } = choice;
  for (const mark of textsOf(preference.draw(recording, context(small)).marks)) {
    const width = textWidth(mark.text, mark.size);
    const left =
      mark.anchor === 'end' ? mark.x - width : mark.anchor === 'middle' ? mark.x - width / 2 : mark.x;
    expect(left, mark.text).toBeGreaterThanOrEqual(0);
    expect(left + width, mark.text).toBeLessThanOrEqual(320);
  }
});
