/** The page of releases, which is all that Engram knows of updates: nothing asks for one but its user, in a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const packageFile = v.object({ homepage: v.pipe(v.string(), v.url(), v.startsWith('https://')) });

/** The address that package.json gives as `homepage`; undefined where it gives none that begins with https. `folder`: of the application. */
export function releasesPage(folder: string): string | undefined {
  try {
    const result = v.safeParse(packageFile, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return result.success ? result.output.homepage : undefined;
  } catch {
    return undefined;
  }
}
