/** Takes a PDF apart, as far as the tests ask: by the specification (ISO 32000-1), not by the program that wrote it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unzlibSync } from 'fflate';
import type { PdfFonts } from '../../src/figures/toPdf';

const find = createRequire(import.meta.url).resolve;
const face = (name: string): Uint8Array => readFileSync(find(`dejavu-fonts-ttf/ttf/${name}.ttf`));

export const fonts: PdfFonts = { regular: face('DejaVuSans'), bold: face('DejaVuSans-Bold') };

export interface PdfPart {
  /** What stands before the stream, or all there is. */
  head: string;
  /** Unpacked. */
  stream?: Uint8Array;
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export function partsOf(pdf: Uint8Array): Map<number, PdfPart> {
  const text = latin(pdf);
  // Found by the table of offsets, as a reader does: a wrong table fails here.
  const table = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text)![1]);
  const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
  return new Map(
    offsets.map((offset, at) => {
      const id = at + 1;
      if (!text.startsWith(`${id} 0 obj`, offset)) throw new Error(`Object ${id} is not where it should be.`);
      const end = text.indexOf('endobj', offset);
      const begin = text.indexOf('stream\n', offset);
      if (begin < 0 || begin > end) return [id, { head: text.slice(offset, end) }];
      const head = text.slice(offset, begin);
      const length = Number(/\/Length (\d+)/.exec(head)![1]);
      const stored = pdf.subarray(begin + 7, begin + 7 + length);
      return [id, { head, stream: head.includes('/FlateDecode') ? unzlibSync(stored) : stored }];
    })
  );
}

const reference = (head: string, name: string): number =>
  Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)![1]);

/** The drawing instructions of the one page. */
export function contentOf(pdf: Uint8Array): string {
  const parts = partsOf(pdf);
  const page = [...parts.values()].find(({ head }) => /\/Type \/Page\b/.test(head))!;
  return latin(parts.get(reference(page.head, 'Contents'))!.stream!);
}

export interface PdfText {
  text: string;
  font: string;
  size: number;
  x: number;
  y: number;
}

/** Every line of text, letters by what the font says they mean: what copying from a reader gives. */
export function textsOf(pdf: Uint8Array): PdfText[] {
  const parts = partsOf(pdf);
  const page = [...parts.values()].find(({ head }) => /\/Type \/Page\b/.test(head))!;
  const resources = parts.get(reference(page.head, 'Resources'))!.head;
  const byName = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => {
      const { head } = parts.get(Number(id))!;
      const map = latin(parts.get(reference(head, 'ToUnicode'))!.stream!);
      return [name, { base: /\/BaseFont \/(\S+)/.exec(head)![1], letters: lettersOf(map) }];
    })
  );
  return [...contentOf(pdf).matchAll(/^BT$(.*?)^ET$/gms)].map(([, shown]) => {
    const [, x, y] = /1 0 0 1 (\S+) (\S+) Tm/.exec(shown)!;
    const [, name, size] = /\/(F\d+) (\S+) Tf/.exec(shown)!;
    const { base, letters } = byName.get(name)!;
    const codes = [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex.match(/.{4}/g)!);
    return {
      text: codes.map((code) => letters.get(Number.parseInt(code, 16)) ?? '\ufffd').join(''),
      font: base,
      size: Number(size),
      x: Number(x),
      y: Number(y)
    };
  });
}

function lettersOf(map: string): Map<number, string> {
  const letters = new Map<number, string>();
  for (const [, first, list] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex], at) => {
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? [];
      const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
      // What stands for a missing letter means nothing.
      const code = Number.parseInt(first, 16) + at;
      if (code > 0) letters.set(code, text);
    });
  return letters;
}
