/** XML as a tree of elements that know their line. Prefixes of namespaces are left out: `viz:position` is `position`. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { FormatError, quoted } from '../formatError';

/** What fast-xml-parser makes of an element; one with neither attributes nor children is its text. */
type Raw = string | { readonly [key: string]: unknown };

export interface XmlElement {
  /** Undefined where the attribute is not there. */
  attribute(name: string): string | undefined;
  /** Elements of that name directly within, in the order of the file. */
  children(name: string): XmlElement[];
  readonly text: string;
  /** A problem with this element: its line in the file, what was found, what was expected. */
  wrong(found: string, expected: string): FormatError;
}

/** Entities are left to `decoded`: a document type could define some that grow without end. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  captureMetaData: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute
});
const place = XMLParser.getMetaDataSymbol() as unknown as string;

/** The root element, which must be called `root`. Throws FormatError. */
export function readXml(file: string, bytes: Uint8Array, root: string): XmlElement {
  const text = textOf(file, bytes);
  const checked = XMLValidator.validate(text, { allowBooleanAttributes: false });
  const first = text.trimStart();
  if (!first.startsWith('<')) {
    throw new FormatError({
      file,
      row: 1,
      found: quoted(first.slice(0, 60)),
      expected: `XML with the root ${root}`
    });
  }
  if (checked !== true) {
    const found = `XML that does not read: ${checked.err.msg.replace(/\.$/, '')}`;
    throw new FormatError({ file, row: checked.err.line, found, expected: 'a whole, well-formed file' });
  }
  let document: Record<string, unknown>;
  try {
    document = parser.parse(text) as Record<string, unknown>;
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).split('\n')[0].replace(/\.$/, '');
    throw new FormatError({
      file,
      found: `XML that does not read: ${said}`,
      expected: 'a whole, well-formed file'
    });
  }
  const roots = document[root];
  if (!Array.isArray(roots)) {
    const names = Object.keys(document).filter((name) => /^\w/.test(name));
    throw new FormatError({ file, found: `the root element '${names[0] ?? ''}'`, expected: `'${root}'` });
  }
  return elementOf(file, text, roots[0]);
}

function elementOf(file: string, text: string, raw: Raw): XmlElement {
  const parts = typeof raw === 'string' ? { '#text': raw } : raw;
  return {
    attribute(name) {
      const value = parts[`@${name}`];
      return typeof value === 'string' ? decoded(value) : undefined;
    },
    children(name) {
      const found = parts[name];
      return Array.isArray(found) ? found.map((child: Raw) => elementOf(file, text, child)) : [];
    },
    get text() {
      const own = parts['#text'];
      return typeof own === 'string' ? decoded(own) : '';
    },
    wrong(found, expected) {
      const { startIndex } = (parts[place] ?? {}) as { startIndex?: number };
      return new FormatError({
        file,
        ...(startIndex !== undefined && { row: text.slice(0, startIndex).split('\n').length }),
        found,
        expected
      });
    }
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Text as an attribute value or between tags. What XML 1.0 cannot hold is left out. */
export function encoded(text: string): string {
  return text.replace(/[&<>"'\t\n\r]|[^\t\n\r\x20-\uffff]/g, (mark) => {
    const name = Object.keys(entities).find((entity) => entities[entity] === mark);
    if (name) return `&${name};`;
    return /\s/.test(mark) ? `&#${mark.charCodeAt(0)};` : '';
  });
}

/** UTF-8, or UTF-16 with a byte order mark. Throws FormatError for bytes that are neither. */
export function textOf(file: string, bytes: Uint8Array): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = wide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  if (bytes.length === 0) throw new FormatError({ file, found: 'an empty file', expected: 'a graph' });
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError({ file, found: 'bytes that are not text', expected: 'text in UTF-8' });
  }
}
