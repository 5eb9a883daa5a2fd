/**
 * An edge list: text with the header source,target[,weight], one edge a line. It has no direction of its own, so it reads as
 * directed; nodes come in first-seen order. Read in chunks of bytes without a string per line, so that 10^7 lines take seconds
 * and the columns they make; only a line with a quote in it is taken character by character.
 *
 * Columns may stand in any order and others beside them; comma, semicolon and tab part them; blank lines and lines that begin
 * with # are left out. A file without the header is refused: its first edge would silently be lost, or read as one.
 */
import { FormatError, quoted } from '../formatError';
import { ByteNames } from './byteNames';
import { directedEdges, type EdgeTable, weightIn } from './edgeTable';

const [newline, carriage, quote, hash, space, tab] = [0x0a, 0x0d, 0x22, 0x23, 0x20, 0x09];
/** Bytes that a line with quotes may have. */
const longestQuoted = 1 << 16;
const needsHeader = 'the header source,target or source,target,weight; put it in the first line';

/** Takes a file in chunks of any size. `lines` counts those begun, so that progress can be told. */
export class EdgeListReader {
  private readonly file: string;
  private readonly names = new ByteNames();
  private edges = 0;
  private sources = new Uint32Array(1024);
  private targets = new Uint32Array(1024);
  private weights: Float64Array | undefined;
  /** What the last chunk left of a line. */
  private rest = new Uint8Array();
  private line = 0;
  private delimiter = 0;
  /** Positions of source, target and weight (-1: none) in a line of `width` cells. */
  private columns: readonly [number, number, number] | undefined;
  private width = 0;
  /** [width, 2] where the cells of a line begin and end. */
  private cells = new Int32Array();

  constructor(file: string) {
    this.file = file;
  }

  get lines(): number {
    return this.line;
  }

  /** Throws FormatError at the first line that is wrong. */
  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.rest.length > 0) {
      bytes = new Uint8Array(this.rest.length + chunk.length);
      bytes.set(this.rest);
      bytes.set(chunk, this.rest.length);
    }
    const used = this.take(bytes, false);
    this.rest = bytes.slice(used);
  }

  /** Throws FormatError for a last line that is wrong and for a file without edges. */
  end(): EdgeTable {
    if (this.rest.length > 0) this.take(this.rest, true);
    this.rest = new Uint8Array();
    if (!this.columns) throw this.wrong('an empty file', needsHeader, 1);
    if (this.edges === 0)
      throw new FormatError({
        file: this.file,
        found: 'no edges',
        expected: 'at least one line below the header'
      });
    // One column at a time, so that spare room is given back before the next is copied.
    const sources = this.sources.slice(0, this.edges);
    this.sources = new Uint32Array();
    const targets = this.targets.slice(0, this.edges);
    this.targets = new Uint32Array();
    const weights = this.weights?.slice(0, this.edges);
    this.weights = undefined;
    return { labels: this.names.labels(), sources, targets, ...(weights && { weights }), directed: true };
  }

  /** Takes whole lines and returns where the first that is not whole begins. */
  private take(bytes: Uint8Array, last: boolean): number {
    let at = 0;
    if (this.line === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
    while (at < bytes.length) {
      if (!this.columns) {
        const end = bytes.indexOf(newline, at);
        if (end < 0 && !last) {
          if (bytes.length - at > longestQuoted) throw this.wrong('a very long first line', needsHeader, 1);
          return at;
        }
        this.line++;
        this.header(bytes.subarray(at, end < 0 ? bytes.length : end));
        at = end < 0 ? bytes.length : end + 1;
      } else {
        const next = this.row(bytes, at, last);
        if (next < 0) return at;
        at = next;
      }
    }
    return at;
  }

  private header(bytes: Uint8Array): void {
    const text = new TextDecoder().decode(bytes).trim();
    if (text === '' || text.startsWith('#')) return;
    if (text.includes('\0')) throw this.wrong('bytes that are not text', 'an edge list as UTF-8 text');
    const delimiter = [',', '\t', ';'].find((mark) => text.includes(mark)) ?? ',';
    const names = text.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase()
    );
    const [source, target] = [names.indexOf('source'), names.indexOf('target')];
    if (source < 0 && target < 0) throw this.wrong(`${quoted(text)} and no header`, needsHeader);
    const lacking = source < 0 ? 'source' : 'target';
    if (source < 0 || target < 0) {
      throw this.wrong(`the columns ${quoted(names.join(', '))}`, `a column called ${lacking} as well`);
    }
    const twice = ['source', 'target', 'weight'].find(
      (name) => names.indexOf(name) !== names.lastIndexOf(name)
    );
    if (twice) throw this.wrong(`two columns called ${twice}`, 'one');
    this.delimiter = delimiter.charCodeAt(0);
    this.columns = [source, target, names.indexOf('weight')];
    this.width = names.length;
    this.cells = new Int32Array(2 * names.length);
    if (this.columns[2] >= 0) this.weights = new Float64Array(1024);
  }

  /** Takes the line that begins at `from` and returns where the next does, or -1 where it is not whole. */
  private row(bytes: Uint8Array, from: number, last: boolean): number {
    const { cells, delimiter, width } = this;
    const length = bytes.length;
    if (bytes[from] === hash) {
      const end = bytes.indexOf(newline, from);
      if (end < 0 && !last) return -1;
      this.line++;
      return end < 0 ? length : end + 1;
    }
    let count = 0;
    let start = from;
    let at = from;
    for (; at < length; at++) {
      const byte = bytes[at];
      // Letters and digits lie above every mark.
      if (byte > 0x3b) continue;
      if (byte === delimiter) {
        if (count < width) {
          cells[2 * count] = start;
          cells[2 * count + 1] = at;
        }
        count++;
        start = at + 1;
      } else if (byte === newline) break;
      else if (byte === quote) return this.quotedRow(bytes, from, last);
    }
    if (at === length && !last) {
      if (length - from > longestQuoted) {
        this.line++;
        throw this.wrong('a very long line', 'one edge a line');
      }
      return -1;
    }
    if (count < width) {
      cells[2 * count] = start;
      cells[2 * count + 1] = at;
    }
    this.line++;
    this.edge(bytes, from, at, count + 1);
    return at + 1;
  }

  private edge(bytes: Uint8Array, from: number, to: number, count: number): void {
    if (count !== this.width) {
      let blank = true;
      for (let i = from; i < to && blank; i++) blank = isBlank(bytes[i]);
      if (blank) return;
      const noun = (n: number): string => `${n} cell${n === 1 ? '' : 's'}`;
      throw this.wrong(noun(count), `${noun(this.width)}, as in the header`);
    }
    const [source, target, weight] = this.columns!;
    this.add(this.node(bytes, source), this.node(bytes, target), weight < 0 ? 1 : this.weight(bytes, weight));
  }

  private add(source: number, target: number, weight: number): void {
    const e = this.edges++;
    if (e === this.sources.length) {
      const size = Math.ceil(1.6 * e);
      this.sources = widened(this.sources, new Uint32Array(size));
      this.targets = widened(this.targets, new Uint32Array(size));
      if (this.weights) this.weights = widened(this.weights, new Float64Array(size));
    }
    this.sources[e] = source;
    this.targets[e] = target;
    if (this.weights) this.weights[e] = weight;
  }

  private node(bytes: Uint8Array, column: number): number {
    let from = this.cells[2 * column];
    let to = this.cells[2 * column + 1];
    while (to > from && isBlank(bytes[to - 1])) to--;
    while (from < to && isBlank(bytes[from])) from++;
    if (from === to) throw this.wrong('an empty cell', 'the name of a node', this.line, column);
    const before = this.names.count;
    const index = this.names.indexOf(bytes, from, to);
    if (index < 0) throw this.wrong('more than 2 GB of names', 'shorter names');
    if (index === before) this.checkText(bytes, from, to, column);
    return index;
  }

  /** A name seen for the first time. */
  private checkText(bytes: Uint8Array, from: number, to: number, column: number): void {
    for (let i = from; i < to; i++) {
      if (bytes[i] >= 0x20 && bytes[i] < 0x80) continue;
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, to));
        if (!text.includes('\0')) return;
      } catch {
        // Falls through: the same to the reader as a zero.
      }
      throw this.wrong('bytes that are not text', 'a name as UTF-8 text', this.line, column);
    }
  }

  private weight(bytes: Uint8Array, column: number): number {
    const from = this.cells[2 * column];
    const to = this.cells[2 * column + 1];
    let digits = 0;
    let value = 0;
    let scale = 0;
    let at = from;
    // Up to 15 digits and a power of ten up to 15 are exact, so that one division rounds as the number itself would.
    for (; at < to; at++) {
      const byte = bytes[at];
      if (byte === 0x2e && scale === 0) scale = 1;
      else if (byte >= 0x30 && byte <= 0x39 && digits < 15) {
        value = 10 * value + byte - 0x30;
        digits++;
        if (scale > 0) scale *= 10;
      } else break;
    }
    if (digits > 0 && (at === to || (at === to - 1 && bytes[at] === carriage)))
      return scale > 1 ? value / scale : value;
    return weightIn(new TextDecoder().decode(bytes.subarray(from, to)), (found, expected) =>
      this.wrong(found, expected, this.line, column)
    );
  }

  /** A line with quotes: cells may hold delimiters, line ends and doubled quotes. */
  private quotedRow(bytes: Uint8Array, from: number, last: boolean): number {
    const plain: number[] = [];
    const bounds: number[] = [0];
    let inside = false;
    let breaks = 0;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        if (inside && bytes[at + 1] === quote) plain.push(bytes[++at]);
        else inside = !inside;
      } else if (byte === newline && !inside) break;
      else if (byte === this.delimiter && !inside) bounds.push(plain.length);
      else {
        if (byte === newline) breaks++;
        plain.push(byte);
      }
    }
    if (at >= bytes.length && (!last || inside)) {
      if (!last && bytes.length - from <= longestQuoted) return -1;
      this.line++;
      throw this.wrong('a quote that never closes', 'a second " before the end of the file');
    }
    this.line++;
    const width = Math.min(bounds.length, this.width);
    for (let c = 0; c < width; c++) {
      this.cells[2 * c] = bounds[c];
      this.cells[2 * c + 1] = bounds[c + 1] ?? plain.length;
    }
    this.edge(Uint8Array.from(plain), 0, plain.length, bounds.length);
    this.line += breaks;
    return at + 1;
  }

  private columnTitle(column: number): string {
    const name = ['source', 'target', 'weight'][this.columns!.indexOf(column)];
    return `column ${column} (${name})`;
  }

  private wrong(found: string, expected: string, row = this.line, column?: number): FormatError {
    return new FormatError({
      file: this.file,
      row,
      ...(column !== undefined && { column: this.columnTitle(column) }),
      found,
      expected
    });
  }
}

const isBlank = (byte: number): boolean => byte === space || byte === carriage || byte === tab;

function widened<Kind extends Uint32Array | Float64Array>(from: Kind, to: Kind): Kind {
  to.set(from);
  return to;
}

/** Throws FormatError. */
export function readEdgeList(file: string, bytes: Uint8Array): EdgeTable {
  const reader = new EdgeListReader(file);
  for (let at = 0; at < bytes.length; at += pieceSize) reader.push(bytes.subarray(at, at + pieceSize));
  return reader.end();
}

const pieceSize = 1 << 20;

/**
 * An edge list as text. It says neither direction nor positions nor nodes without an edge: an undirected table is written in
 * both directions, so that it reads back as the same graph.
 */
export function writeEdgeList(table: EdgeTable, delimiter: ',' | '\t' = ','): Uint8Array {
  const named = ['source', 'target', ...(table.weights ? ['weight'] : [])];
  const cells = table.labels.map((label) =>
    /[",;\t\r\n#]|^\s|\s$/.test(label) ? `"${label.replaceAll('"', '""')}"` : label
  );
  const lines = [named.join(delimiter)];
  for (const [from, to, weight] of directedEdges(table))
    lines.push(`${cells[from]}${delimiter}${cells[to]}${table.weights ? `${delimiter}${weight}` : ''}`);
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
