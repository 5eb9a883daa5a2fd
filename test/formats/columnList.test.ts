import { describe, expect, it } from 'vitest';
import { findColumn, findColumns } from '../../src/formats/columnList';
import { readCsv } from '../../src/formats/csv';

const table = (text: string) => readCsv('a.csv', new TextEncoder().encode(text));
const named = table('x,y,2,label\n1,2,3,4\n');

describe('lists of columns', () => {
  it('takes positions, ranges and names, each column once', () => {
    expect(findColumns(table('1,2,3,4,5\n'), '3, 0-1, 1')).toEqual([3, 0, 1]);
    expect(findColumns(named, 'label,x')).toEqual([3, 0]);
    expect(findColumns(named, '')).toEqual([]);
  });

  it('takes a name for a name even where it looks like a position', () => {
    expect(findColumns(table('a,0-1,b\n1,2,3\n'), '0-1')).toEqual([1]);
  });

  it('refuses a name that several columns have', () => {
    const twice = table('a,b,a\n1,2,3\n');
    expect(() => findColumns(twice, 'a')).toThrow(
      "a.csv: found 2 columns called 'a'; expected one; rename the others or write positions, here 0, 2."
    );
    expect(findColumns(twice, '2, b')).toEqual([2, 1]);
  });

  it('says which columns there are', () => {
    expect(() => findColumns(named, 'z')).toThrow(
      "a.csv: found no column 'z'; expected positions 0 to 3 or the names x, y, 2, label."
    );
    expect(() => findColumns(table('1,2\n'), '1-2')).toThrow(
      "a.csv: found no column '1-2'; expected positions 0 to 1."
    );
    expect(() => findColumn(named, '0-1')).toThrow("a.csv: found no column '0-1'");
  });
});
