/** How much may come out of a packed file: more than any data make, and less than fills a machine. */
import { FormatError } from './formatError';

/** Bytes that may always come out. */
const always = 2 ** 30;
/** Times its packed size that more may be; real tables and arrays come to less than fifty. */
const ratio = 200;

/** Throws FormatError where `length` bytes out of `packed` are too many. */
export function checkInflated(file: string, packed: number, length: number): void {
  if (length <= always || length <= ratio * packed) return;
  throw new FormatError({
    file,
    found: `${packed} packed bytes that grow to ${length} or more`,
    expected: `at most ${ratio} times as many; unpack the file and open what is in it`
  });
}
