// What is sent before the first plot, and what only when it is asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../scripts/source-hash.mjs';
import { labs, withPage } from './browser.mjs';

export async function bundles() {
  const folder = join(projectRoot, 'out/renderer/assets');
  const sizes = new Map(
    readdirSync(folder).map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, { raw: bytes.length, packed: gzipSync(bytes).length }];
    })
  );
  const first = await withPage({}, async (page, url) => {
    /** @type {Set<string>} */
    const asked = new Set();
    page.on('request', (request) => asked.add(request.url().split('/').at(-1) ?? ''));
    await page.goto(`${url}#preset=${labs.learning}`);
    await page.waitForTimeout(3000);
    return asked;
  });
  const kB = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} kB`;
  for (const [when, wanted] of /** @type {const} */ ([
    ['Before the first plot', true],
    ['When asked for', false]
  ])) {
    const files = [...sizes]
      .filter(([name]) => first.has(name) === wanted)
      .sort(([, a], [, b]) => b.raw - a.raw);
    const sum = files.reduce(
      (all, [, { packed, raw }]) => ({ raw: all.raw + raw, packed: all.packed + packed }),
      {
        raw: 0,
        packed: 0
      }
    );
    console.log(`${when}: ${kB(sum.raw)}, gzip ${kB(sum.packed)}`);
    for (const [name, { packed, raw }] of files)
      console.log(`  ${name.replace(/-[\w-]{8}\./, '.')}: ${kB(raw)}, gzip ${kB(packed)}`);
  }
}
