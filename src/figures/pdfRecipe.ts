/** The experiment inside a PDF: an attachment every reader of PDFs lists, and this reads without one. */
import { unzlibSync } from 'fflate';

/** The name it is attached under. */
export const recipeFile = 'experiment.json';

/**
 * The recipe as JSON, or undefined where there is none. It reads files as `toPdf` writes them; a program that saves a
 * PDF anew may pack the attachment away, and then the reader's own list of attachments has it.
 */
export function recipeOfPdf(pdf: Uint8Array): string | undefined {
  // One character a byte, so that positions in the text are positions in the file.
  const text = new TextDecoder('latin1').decode(pdf);
  const found = /\/Type \/EmbeddedFile\b(?:(?!endobj).)*?\/Length (\d+)(?:(?!endobj).)*?stream\r?\n/s.exec(
    text
  );
  if (!found) return undefined;
  const [head, length] = found;
  const start = found.index + head.length;
  const stored = pdf.subarray(start, start + Number(length));
  return new TextDecoder().decode(head.includes('/FlateDecode') ? unzlibSync(stored) : stored);
}
