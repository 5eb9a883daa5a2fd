/** A recipe in the fragment of an address: no server ever sees it, and whoever opens the link has the run. */
import { zlibSync } from 'fflate';
import { FormatError } from '../formats/formatError';
import type { Recipe } from '../session/recipe';
import { type FigureRecipe, parseRecipeText } from './recipeIn';
import { inflateRecipe } from './recipeLimit';

const key = 'run';
/** What messages call it. */
const name = 'The link';

/** "#run=" and the recipe as JSON, zlib and base64url (RFC 4648, section 5). */
export function recipeFragment(recipe: Recipe): string {
  const packed = zlibSync(new TextEncoder().encode(JSON.stringify(recipe)), { level: 9 });
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  return `#${key}=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** Undefined where the fragment holds no recipe. Throws FormatError for one that was cut off or changed on the way. */
export function recipeOfFragment(fragment: string): FigureRecipe | undefined {
  const text = new RegExp(`[#&]${key}=([^&]*)`).exec(fragment)?.[1];
  if (text === undefined) return undefined;
  let binary: string;
  try {
    binary = atob(decodeURIComponent(text).replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw new FormatError({
      file: name,
      found: 'signs that no such link has',
      expected: 'the whole link, as it was copied'
    });
  }
  const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
  return parseRecipeText(name, new TextDecoder().decode(inflateRecipe(name, bytes)));
}
