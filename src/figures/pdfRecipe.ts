/** The recipe inside a PDF: an attachment every reader of PDFs lists, and this reads without one. */
import { damaged, inflateRecipe, mostRecipeBytes, tooLarge } from './recipeLimit';

/** The name it is attached under. */
export const recipeFile = 'experiment.json';

const kind = '/Type /EmbeddedFile';
/** The head of the object is a line or two. */
const mostHead = 2000;

/**
 * The recipe as JSON, or undefined where there is none. It reads files as `toPdf` writes them; a program that saves a
 * PDF anew may pack the attachment away, and then the reader's own list of attachments has it. Throws FormatError for an
 * attachment that is damaged or too large.
 */
export function recipeOfPdf(pdf: Uint8Array, file = 'the PDF'): string | undefined {
  // One character a byte, so that positions in the text are positions in the file.
  const text = new TextDecoder('latin1').decode(pdf);
  for (let at = text.indexOf(kind); at >= 0; at = text.indexOf(kind, at + kind.length)) {
    const head = text.slice(at, at + mostHead);
    const begin = /stream\r?\n/.exec(head);
    const length = /\/Length (\d{1,10})\b/.exec(begin ? head.slice(0, begin.index) : '');
    if (!begin || !length || head.slice(0, begin.index).includes('endobj')) continue;
    const start = at + begin.index + begin[0].length;
    const bytes = Number(length[1]);
    if (bytes > mostRecipeBytes) throw tooLarge(file);
    if (start + bytes > pdf.length) throw damaged(file);
    const stored = pdf.subarray(start, start + bytes);
    const packed = head.slice(0, begin.index).includes('/FlateDecode');
    return new TextDecoder().decode(packed ? inflateRecipe(file, stored) : stored);
  }
  return undefined;
}
