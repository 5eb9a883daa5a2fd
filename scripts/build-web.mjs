// `npm run build:web`: the page alone, as a folder for any web server: out/web. It needs no special headers.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentSecurityPolicy } from '../src/main/headers.mjs';
import { projectRoot } from './source-hash.mjs';

/**
 * Copies the built page. A server that sends no headers of its own still gets the page's policy, which a page may carry itself.
 * @param {string} from
 * @param {string} to
 */
export function writeWeb(from, to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  // Shown by the desktop window alone.
  rmSync(join(to, 'crashed.html'), { force: true });
  const index = join(to, 'index.html');
  const page = readFileSync(index, 'utf8');
  const policy = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />`;
  const withPolicy = page.replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${policy}`);
  if (withPolicy === page) throw new Error(`${index} has no place for the page's policy.`);
  writeFileSync(index, withPolicy);
}

if (process.argv[1] === import.meta.filename) {
  await import('./build.mjs');
  writeWeb(join(projectRoot, 'out/renderer'), join(projectRoot, 'out/web'));
  console.log('The page for a web server: out/web/');
}
