/** The recipe inside an SVG: the text of its <metadata>. */
import { mostRecipeBytes, tooLarge } from './recipeLimit';

/** Undefined where there is none. Throws FormatError for one that is too large. */
export function recipeInSvg(file: string, bytes: Uint8Array): string | undefined {
  // One character a byte: positions in the text are positions in the file.
  const text = new TextDecoder('latin1').decode(bytes);
  const tag = text.indexOf('<metadata');
  const start = tag < 0 ? -1 : text.indexOf('>', tag) + 1;
  const end = start > 0 ? text.indexOf('</metadata>', start) : -1;
  if (end < 0) return undefined;
  if (end - start > mostRecipeBytes) throw tooLarge(file);
  const content = new TextDecoder().decode(bytes.subarray(start, end)).trim();
  const inner = content.startsWith('<![CDATA[') ? content.slice(9, -3) : unescapeXml(content);
  // Other programs keep descriptions of their own there.
  return inner.startsWith('{') ? inner : undefined;
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name, ten, hex) => {
      if (name) return names[name] ?? whole;
      const code = ten ? Number(ten) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
  );
}
