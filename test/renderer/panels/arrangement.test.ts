import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnsIn,
  complete,
  movedBy,
  movedTo,
  resized,
  withPanel
} from '../../../src/renderer/panels/arrangement';
import type { PanelLayout } from '../../../src/session/panelLayout';

const usual = ['a', 'b', 'c', 'd'].map((id) => ({ id, columns: 1, rows: 3 }));
const order = ({ panels }: PanelLayout): string => panels.map(({ id }) => id).join('');
const layoutOf = (ids: string): PanelLayout => ({
  version: 1,
  panels: [...ids].map((id) => ({ id, columns: 1, rows: 4 })),
  hidden: []
});

describe('a layout of panels', () => {
  it('without changes is the usual one', () => {
    expect(complete(undefined, usual)).toEqual({ version: 1, panels: usual, hidden: [] });
  });

  it.each([
    ['dcba', 'dcba'],
    ['ca', 'cdab'],
    ['db', 'adbc'],
    ['', 'abcd'],
    ['xcya', 'xcdyab']
  ])('that names %j gets what it leaves out where that usually follows: %j', (named, whole) => {
    expect(order(complete(layoutOf(named), usual))).toBe(whole);
  });

  it('keeps what this version does not know, and the size of what it does', () => {
    const kept = { ...layoutOf('xa'), hidden: ['x', 'q'], later: true };
    const whole = complete(kept, usual);
    expect(whole).toMatchObject({ hidden: ['x', 'q'], later: true });
    expect(whole.panels.find(({ id }) => id === 'a')?.rows).toBe(4);
    expect(order(movedTo(whole, 'd', 'a'))).toBe('xdabc');
  });

  it('moves among the panels that are shown, over those that are not', () => {
    const whole = complete(undefined, usual);
    expect(order(movedBy(whole, 'a', 1, ['a', 'c', 'd']))).toBe('bcad');
    expect(order(movedBy(whole, 'd', -1, ['a', 'd']))).toBe('dabc');
    expect(movedBy(whole, 'd', 1, ['a', 'd'])).toBe(whole);
    expect(movedTo(whole, 'a', 'nowhere')).toBe(whole);
  });

  it('holds sizes within the grid', () => {
    const whole = complete(undefined, usual);
    const sizeOf = (columns: number, rows: number) => resized(whole, 'b', { columns, rows }, 2).panels[1];
    expect(sizeOf(5, 99)).toEqual({ id: 'b', columns: 2, rows: 16 });
    expect(sizeOf(0, 0)).toEqual({ id: 'b', columns: 1, rows: 2 });
  });

  it('hides a panel once and shows it again', () => {
    const hidden = withPanel(withPanel(complete(undefined, usual), 'b', false), 'b', false);
    expect(hidden.hidden).toEqual(['b']);
    expect(withPanel(hidden, 'b', true).hidden).toEqual([]);
  });

  it('never loses or doubles a panel, whatever is done', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'x'),
      other: fc.constantFrom('a', 'b', 'c', 'd', 'x'),
      act: fc.constantFrom('to', 'by', 'size', 'hide')
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let layout = complete(layoutOf('x'), usual);
        for (const { act, id, other } of steps) {
          if (act === 'to') layout = movedTo(layout, id, other);
          if (act === 'by') layout = movedBy(layout, id, 1, ['a', 'b', 'c', 'd']);
          if (act === 'size') layout = resized(layout, id, { columns: 9, rows: 9 }, 3);
          if (act === 'hide') layout = withPanel(layout, id, false);
        }
        expect([...order(layout)].sort().join('')).toBe('abcdx');
      })
    );
  });

  it.each([
    [1100, 320, 8, 9, 3],
    [640, 320, 8, 9, 1],
    [648, 320, 8, 9, 2],
    [200, 320, 8, 9, 1],
    [2000, 320, 8, 1, 1]
  ])('%i pixels of columns of %i and gaps of %i, %i wanted, make %i', (width, column, gap, wanted, made) => {
    expect(columnsIn(width, column, gap, wanted)).toBe(made);
  });
});
