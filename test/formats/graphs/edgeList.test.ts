import { describe, expect, it } from 'vitest';
import { EdgeListReader, readEdgeList, writeEdgeList } from '../../../src/formats/graphs/edgeList';
import type { EdgeTable } from '../../../src/formats/graphs/edgeTable';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): EdgeTable => readEdgeList('g.csv', bytes(text));
const edges = ({ labels, sources, targets, weights }: EdgeTable) =>
  Array.from(sources, (from, e) => [labels[from], labels[targets[e]], ...(weights ? [weights[e]] : [])]);

describe('an edge list', () => {
  it('names nodes in first-seen order and keeps edges as they stand', () => {
    const table = read('source,target\nb,a\na,c\nb,a\nc,c\n');
    expect(table.labels).toEqual(['b', 'a', 'c']);
    expect(edges(table)).toEqual([
      ['b', 'a'],
      ['a', 'c'],
      ['b', 'a'],
      ['c', 'c']
    ]);
    expect([table.weights, table.directed]).toEqual([undefined, true]);
  });

  it('reads weights to the last bit', () => {
    const spelt = ['0.1', '3', '.25', '1e-3', '123456789.123456', '0', '2.2250738585072014e-308', '+5', '7.'];
    const table = read(`source,target,weight\r\n${spelt.map((w) => `a,b,${w}`).join('\r\n')}`);
    expect([...table.weights!]).toEqual(spelt.map(Number));
  });

  it('tells ids apart by their spelling', () => {
    const ids = ['7', '07', '7.0', '16777215', '16777216', '99999999999', '-7', '0', '00', 'ü', 'a b'];
    const table = read(`source\ttarget\n${ids.map((id) => `${id}\t${id}`).join('\n')}`);
    expect(table.labels).toEqual(ids);
    expect([...table.sources]).toEqual(ids.map((_, i) => i));
  });

  it('takes columns by their names, in any order, among others and in quotes', () => {
    const table = read(
      '"Weight";note;"Target";"Source"\n2;x;b;a\n\n# a "comment\n3;"1;2";"say ""hi""";"#a;\nc"\n4;;b;a'
    );
    expect(edges(table)).toEqual([
      ['a', 'b', 2],
      ['#a;\nc', 'say "hi"', 3],
      ['a', 'b', 4]
    ]);
  });

  it('reads the same whatever the chunks', () => {
    const text = bytes('\ufeffsource,target,weight\n"a,1",bü,0.5\n12,"c""",1\r\n# none\n12,a,2');
    const whole = readEdgeList('g.csv', text);
    for (const size of [1, 2, 3, 7, 1000]) {
      const reader = new EdgeListReader('g.csv');
      for (let at = 0; at < text.length; at += size) reader.push(text.subarray(at, at + size));
      expect(reader.end()).toEqual(whole);
    }
    expect(whole.labels).toEqual(['a,1', 'bü', '12', 'c"', 'a']);
  });

  it.each([
    ['a,b\nb,c\n', "g.csv, row 1: found 'a,b' and no header; expected the header source,target"],
    ['', 'row 1: found an empty file; expected the header'],
    ['source,to\na,b', "row 1: found the columns 'source, to'; expected a column called target"],
    ['source,target,source\na,b,c', 'row 1: found two columns called source; expected one'],
    ['source,target\n', 'found no edges'],
    ['source,target\na,b\n\nc', 'row 4: found 1 cell; expected 2 cells, as in the header'],
    ['source,target\na,b,3', 'row 2: found 3 cells; expected 2 cells'],
    ['source,target\na,', 'row 2, column 1 (target): found an empty cell; expected the name of a node'],
    [
      'source,target,weight\na,b,1\na,b,-2',
      "row 3, column 2 (weight): found the weight '-2'; expected a number from 0"
    ],
    ['source,target,weight\na,b,NaN', "row 2, column 2 (weight): found the weight 'NaN'"],
    ['source,target,weight\na,b,Infinity', "found the weight 'Infinity'"],
    ['source,target,weight\na,b,', 'row 2, column 2 (weight): found an empty weight'],
    ['source,target,weight\na,b,1x', "found the weight '1x'"],
    ['source,target\na,"b', 'row 2: found a quote that never closes'],
    ['source,target\na,"b\nc"\nd', 'row 4: found 1 cell'],
    ['s\0o\0u\0r\0c\0e\0', 'row 1: found bytes that are not text']
  ])('refuses %j', (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });

  it('refuses a name that is not UTF-8', () => {
    const broken = bytes('source,target\na,b\na,?');
    broken[broken.length - 1] = 0xff;
    expect(() => readEdgeList('g.csv', broken)).toThrow(
      'row 3, column 1 (target): found bytes that are not text'
    );
  });

  it('numbers many names of both kinds, and the one bad line among many', () => {
    const lines: string[] = ['source,target'];
    for (let e = 0; e < 60_000; e++) lines.push(`${(e * 7919) % 30_011},n${(e * 104_729) % 20_011}`);
    const table = read(lines.join('\n'));
    const labels = [...new Set(lines.slice(1).flatMap((line) => line.split(',')))];
    expect(table.labels).toEqual(labels);
    expect(edges(table).map((edge) => edge.join(','))).toEqual(lines.slice(1));
    lines[54_320] = '12';
    expect(() => read(lines.join('\n'))).toThrow('row 54321: found 1 cell');
  });

  it('tells how many lines it has begun', () => {
    const reader = new EdgeListReader('g.csv');
    reader.push(bytes('source,target\na,b\nb,'));
    expect(reader.lines).toBe(2);
    reader.push(bytes('c'));
    reader.end();
    expect(reader.lines).toBe(3);
  });

  it('writes what it reads back, an undirected table in both directions', () => {
    const table: EdgeTable = {
      labels: ['a', 'b,"c"', '#d'],
      sources: Uint32Array.of(0, 1, 2),
      targets: Uint32Array.of(1, 2, 2),
      weights: Float64Array.of(0.1, 2, 1e-9),
      directed: false
    };
    for (const delimiter of [',', '\t'] as const) {
      const again = readEdgeList('g.csv', writeEdgeList(table, delimiter));
      expect(again.labels).toEqual(table.labels);
      expect([...again.sources]).toEqual([0, 1, 1, 2, 2]);
      expect([...again.targets]).toEqual([1, 0, 2, 1, 2]);
      expect([...again.weights!]).toEqual([0.1, 0.1, 2, 2, 1e-9]);
    }
  });
});
