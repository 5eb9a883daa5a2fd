/** What is said of a packed file that does not unpack as a whole. */
import { FormatError } from '../formatError';

export class DamagedPackError extends FormatError {}

export function damagedPack(file: string, packing: string, where: string): DamagedPackError {
  return new DamagedPackError({
    file,
    found: `damaged or incomplete ${packing} data: ${where}`,
    expected: `a whole ${packing} file; copy or download it again, leave it out, or take what comes before the damage (--damaged keep)`
  });
}
