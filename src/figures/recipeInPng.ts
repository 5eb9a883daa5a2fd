/** The recipe inside a PNG: international text (iTXt, W3C PNG 3rd edition, 11.3.3.4) under a keyword of ours. */
import { crc32 } from '../formats/crc32';
import { addedChunk } from './png';
import { damaged, inflateRecipe, mostRecipeBytes, tooLarge } from './recipeLimit';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const keyword = 'engram-recipe';

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && signature.every((byte, i) => bytes[i] === byte);
}

/** The same picture with the recipe as JSON inside. */
export function withRecipe(png: Uint8Array, recipe: string): Uint8Array<ArrayBuffer> {
  // After the keyword: its end, not compressed, no method, no language, no translated keyword.
  const head = new TextEncoder().encode(`${keyword}\0\0\0\0\0`);
  const text = new TextEncoder().encode(recipe);
  const data = new Uint8Array(head.length + text.length);
  data.set(head);
  data.set(text, head.length);
  return addedChunk(png, 'iTXt', data);
}

/** Undefined where there is none. Throws FormatError for one that is damaged or too large. */
export function recipeInPng(file: string, png: Uint8Array): string | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > png.length) return undefined;
    const data = png.subarray(at + 8, end);
    if (isOurs(png.subarray(at + 4, at + 8), data)) {
      if (length > mostRecipeBytes) throw tooLarge(file);
      if (view.getUint32(end) !== crc32(png.subarray(at + 4, end))) throw damaged(file);
      return textOf(file, data.subarray(keyword.length + 1));
    }
    at = end + 4;
  }
  return undefined;
}

function isOurs(type: Uint8Array, data: Uint8Array): boolean {
  const latin = new TextDecoder('latin1');
  return (
    latin.decode(type) === 'iTXt' && latin.decode(data.subarray(0, keyword.length + 1)) === `${keyword}\0`
  );
}

/** `rest` is what follows the keyword: compression flag and method, language, translated keyword, text. */
function textOf(file: string, rest: Uint8Array): string {
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) throw damaged(file);
  const text = rest.subarray(translated + 1);
  return new TextDecoder().decode(rest[0] === 1 ? inflateRecipe(file, text) : text);
}
