/** Text files as they are retrieved from. */
import { readWholeText } from '../../formats/wholeText';
import { readWhole } from '../files';

export interface NamedText {
  name: string;
  text: string;
}

/** A file in UTF-8, gzipped or not. Throws FormatError for one that is missing, damaged or no text. */
export async function readDocument(name: string, cwd: string): Promise<NamedText> {
  return { name, text: readWholeText(name, await readWhole(name, cwd)) };
}
