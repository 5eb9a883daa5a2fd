import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { EdgeTable } from '../../../src/formats/graphs/edgeTable';
import { graphKinds, kindForWriting, readGraph, writeGraph } from '../../../src/formats/graphs/readGraph';
import { writeNpy } from '../../../src/formats/npy';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (file: string, text: string): EdgeTable => readGraph(file, bytes(text));
const edges = ({ labels, sources, targets, weights }: EdgeTable) =>
  Array.from(sources, (from, e) => [labels[from], labels[targets[e]], weights ? weights[e] : 1]);

const awkward: EdgeTable = {
  labels: ['a', 'b & <c>', '"d"', 'alone'],
  sources: Uint32Array.of(0, 1, 2, 0),
  targets: Uint32Array.of(1, 2, 2, 1),
  weights: Float64Array.of(0.1, 2, 1e-9, 3),
  directed: true,
  positions: Float64Array.of(0, 1, 2.5, -3, 4, 5, Number.NaN, Number.NaN)
};

describe('graphs in files', () => {
  it.each(['graphml', 'gexf', 'json'] as const)(
    '%s keeps names, weights, direction and positions',
    (kind) => {
      expect(readGraph(`g.${kind}`, writeGraph(kind, awkward))).toEqual(awkward);
      const { weights: _, positions: __, ...plain } = { ...awkward, directed: false };
      expect(readGraph(`g.${kind}`, writeGraph(kind, plain))).toEqual(plain);
    }
  );

  it('every kind keeps the edges, gzipped and without an ending too', () => {
    const table = { ...awkward, labels: ['0', '1', '2', '3'] };
    const sums = ({ labels, ...rest }: EdgeTable): Record<string, number> => {
      const sum: Record<string, number> = {};
      for (const [from, to, weight] of edges({ labels, ...rest }))
        sum[`${from} ${to}`] = (sum[`${from} ${to}`] ?? 0) + Number(weight);
      return sum;
    };
    for (const kind of graphKinds) {
      const written = writeGraph(kind, table);
      expect(sums(readGraph(`g.${kind}`, written)), kind).toEqual(sums(table));
      expect(sums(readGraph(`g.${kind}.gz`, gzipSync(written))), kind).toEqual(sums(table));
      expect(sums(readGraph('graph', written)), kind).toEqual(sums(table));
    }
  });

  it('GraphML, GEXF and JSON read back what they wrote, whatever the names; an edge list but for blanks around them', () => {
    const graph = fc
      .uniqueArray(
        fc.string({ unit: fc.constantFrom(...' a\n\r\t"&<,;#é1', '😀', ']]>'), minLength: 1, maxLength: 8 }),
        {
          minLength: 1,
          maxLength: 6
        }
      )
      .chain((labels) => {
        const node = fc.nat(labels.length - 1);
        const weight = fc.double({ min: 0, max: 1e9, noNaN: true });
        return fc.record({
          labels: fc.constant(labels),
          edges: fc.array(fc.tuple(node, node, weight), { minLength: 1, maxLength: 8 }),
          directed: fc.boolean()
        });
      });
    fc.assert(
      fc.property(graph, ({ labels, edges: list, directed }) => {
        const table: EdgeTable = {
          labels,
          sources: Uint32Array.from(list, ([from]) => from),
          targets: Uint32Array.from(list, ([, to]) => to),
          ...(list.some(([, , weight]) => weight !== 1) && {
            weights: Float64Array.from(list, ([, , w]) => w)
          }),
          directed
        };
        for (const kind of ['graphml', 'gexf', 'json'] as const)
          expect(readGraph(`g.${kind}`, writeGraph(kind, table))).toEqual(table);
        const trimmed = labels.map((label) => label.replace(/^[ \t\r]+|[ \t\r]+$/g, ''));
        if (new Set(trimmed).size < labels.length || trimmed.includes('')) return;
        const both = list.flatMap(([from, to, w]) =>
          directed || from === to
            ? [[from, to, w]]
            : [
                [from, to, w],
                [to, from, w]
              ]
        );
        for (const kind of ['csv', 'tsv'] as const)
          expect(edges(readGraph(`g.${kind}`, writeGraph(kind, table)))).toEqual(
            both.map(([from, to, w]) => [trimmed[from], trimmed[to], w])
          );
      }),
      { numRuns: 300 }
    );
  });

  it('GraphML as networkx writes it: two keys of one name, entities, a node alone', () => {
    const table = read(
      'nx.graphml',
      `<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <key id="d1" for="edge" attr.name="weight" attr.type="long" />
  <key id="d0" for="edge" attr.name="weight" attr.type="double" />
  <graph edgedefault="directed">
    <node id="a" /><node id="b &amp; c" /><node id="d&#60;" /><node id="alone" />
    <edge source="a" target="b &amp; c"><data key="d0">2.5</data></edge>
    <edge source="b &amp; c" target="d&lt;"><data key="d1">1</data></edge>
    <edge source="d&lt;" target="a"><data key="d0">0.1</data></edge>
  </graph>
</graphml>`
    );
    expect(table.labels).toEqual(['a', 'b & c', 'd<', 'alone']);
    expect(edges(table)).toEqual([
      ['a', 'b & c', 2.5],
      ['b & c', 'd<', 1],
      ['d<', 'a', 0.1]
    ]);
    expect(table.directed).toBe(true);
  });

  it('GraphML as igraph writes it: nodes by name, no direction; defaults and edges with a direction of their own', () => {
    const graphml = (edges: string): string => `<!-- igraph --><graphml>
  <key id="v_name" for="node" attr.name="name" attr.type="string"/>
  <key id="e_weight" for="edge" attr.name="weight" attr.type="double"><default>4</default></key>
  <graph id="G" edgedefault="undirected">
    <node id="n0"><data key="v_name">x</data></node><node id="n1"><data key="v_name">y</data></node>${edges}
  </graph></graphml>`;
    const plain = read('g.graphml', graphml('<edge source="n0" target="n1"/>'));
    expect([edges(plain), plain.directed]).toEqual([[['x', 'y', 4]], false]);
    const mixed = graphml(
      '<edge source="n0" target="n1"/><edge directed="true" source="n1" target="n1"><data key="e_weight">2</data></edge>'
    );
    const both = read('g.graphml', mixed);
    expect(both.directed).toBe(true);
    expect(edges(both)).toEqual([
      ['x', 'y', 4],
      ['y', 'y', 2],
      ['y', 'x', 4]
    ]);
  });

  it('GEXF: labels, viz positions, types of edges, weights as attribute values', () => {
    const table = read(
      'g.gexf',
      `<gexf xmlns:viz="http://www.gexf.net/1.2draft/viz"><graph defaultedgetype="undirected">
  <attributes class="edge"><attribute id="0" title="Weight" type="float"/></attributes>
  <nodes><node id="7" label="Ann"><viz:position x="1" y="2" z="0"/></node><node id="8" label="Bob"/></nodes>
  <edges><edge source="7" target="8" weight="0.5"/>
  <edge source="8" target="7"><attvalues><attvalue for="0" value="3"/></attvalues></edge></edges></graph></gexf>`
    );
    expect(edges(table)).toEqual([
      ['Ann', 'Bob', 0.5],
      ['Bob', 'Ann', 3]
    ]);
    expect(table.directed).toBe(false);
    expect(table.positions).toEqual(Float64Array.of(1, 2, Number.NaN, Number.NaN));
  });

  it('JSON of networkx and of d3, old and new, before and after its layout', () => {
    const nx = {
      directed: true,
      nodes: [{ id: 1 }, { id: [0, 1] }],
      edges: [{ source: 1, target: [0, 1], weight: 2 }]
    };
    expect(edges(read('g.json', JSON.stringify(nx)))).toEqual([['1', '0,1', 2]]);
    const old = { nodes: [{ name: 'A' }, { name: 'B' }], links: [{ source: 0, target: 1, value: 8 }] };
    const table = read('g.json', JSON.stringify(old));
    expect([edges(table), table.directed]).toEqual([[['A', 'B', 8]], false]);
    const laid = {
      nodes: [
        { id: 'u', x: 1, y: 2 },
        { id: 'v', x: 3, y: 4 }
      ],
      links: [{ source: { id: 'u', x: 1 }, target: { id: 'v' } }]
    };
    expect([...read('g.json', JSON.stringify(laid)).positions!]).toEqual([1, 2, 3, 4]);
  });

  it('a symmetric matrix is an undirected graph, another a directed one', () => {
    const matrix = (...data: number[]) => writeNpy({ shape: [2, 2], data: Float64Array.from(data) });
    const symmetric = readGraph('a.npy', matrix(1, 2, 2, 0));
    expect([symmetric.directed, edges(symmetric)]).toEqual([
      false,
      [
        ['0', '0', 1],
        ['0', '1', 2]
      ]
    ]);
    const other = readGraph('a.npy', matrix(0, 1, 0, 0));
    expect([other.directed, edges(other), other.weights]).toEqual([true, [['0', '1', 1]], undefined]);
  });

  const graphml = (inner: string): string =>
    `<graphml>\n<key id="w" for="edge" attr.name="weight"/>\n<graph edgedefault="directed">\n${inner}\n</graph></graphml>`;
  it.each([
    [
      'g.graphml',
      'source,target\na,b',
      "row 1: found 'source,target a,b'; expected XML with the root graphml"
    ],
    ['g.graphml', '<graphml>\n<graph>\n</graphml>', 'row 3: found XML that does not read'],
    ['g.graphml', '<html/>', "found the root element 'html'; expected 'graphml'"],
    ['g.graphml', '<graphml/>', 'found 0 graphs; expected one'],
    [
      'g.graphml',
      graphml('<node id="a"/>\n<edge source="a" target="b"/>'),
      "row 5: found an edge with the target 'b'"
    ],
    ['g.graphml', graphml('<node id="a"/>\n<node id="a"/>'), "row 5: found a second node 'a'"],
    [
      'g.graphml',
      graphml('<node id="a"/>\n\n<edge source="a" target="a"><data key="w">-1</data></edge>'),
      "row 6: found the weight '-1'; expected a number from 0"
    ],
    ['g.graphml', graphml('<node id="a"/><hyperedge/>'), 'a hyperedge'],
    ['g.gexf', '<gexf><graph><nodes><node/></nodes></graph></gexf>', 'found a node without an id'],
    [
      'g.gexf',
      '<gexf><graph><nodes><node id="a"/></nodes><edges>\n<edge source="a" target="a" weight="NaN"/></edges></graph></gexf>',
      "row 2: found the weight 'NaN'"
    ],
    ['g.json', '{"nodes": [', 'found JSON that does not read'],
    ['g.json', '{"a": 1, "b": 2}', 'found the fields a, b; expected nodes and links'],
    ['g.json', '{"nodes":[{"id":1}],\n"links":[{"source":1,"target":1,"weight":NaN}]}', 'row 2: found NaN'],
    ['g.json', '{"nodes":[{"id":1}],"links":[{"source":1,"target":2}]}', "row 0, links.target: found '2'"],
    [
      'g.json',
      '{"nodes":[{"id":1}],"links":[{"source":1,"target":1,"weight":-1}]}',
      'row 0, links.weight: found -1'
    ],
    ['g.json', '{"nodes":[{"id":1},{"x":1}],"links":[]}', 'row 1, nodes: found a node without an id'],
    ['g.npy', 'x', 'bytes that do not begin like an NPY file'],
    ['g.json', '', 'found an empty file']
  ])('refuses %s of %j', (file, text, problem) => {
    expect(() => read(file, text)).toThrow(problem);
  });

  it('refuses matrices that are no graph, and graphs that make no matrix', () => {
    const npy = (shape: number[], ...data: number[]) => writeNpy({ shape, data: Float64Array.from(data) });
    expect(() => readGraph('a.npy', npy([2, 1], 1, 1))).toThrow('shape (2, 1); expected a square matrix');
    expect(() => readGraph('a.npy', npy([2, 2], 0, 1, -1, 0))).toThrow(
      'row 1, column 0: found the weight -1'
    );
    expect(() => readGraph('a.npy', npy([1, 1], Number.NaN))).toThrow(
      'row 0, column 0: found the weight NaN'
    );
    const large = { ...awkward, labels: Array.from({ length: 8193 }, (_, i) => String(i)) };
    expect(() => writeGraph('npy', large)).toThrow('8193 nodes; expected at most 8192');
  });

  it('knows by its ending what a file is to hold', () => {
    expect(['A.CSV', 'g.gexf', 'g.npy'].map(kindForWriting)).toEqual(['csv', 'gexf', 'npy']);
    expect(() => kindForWriting('g.png')).toThrow('.csv, .tsv, .graphml');
  });
});
