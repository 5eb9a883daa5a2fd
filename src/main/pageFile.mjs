import { readFile, realpath } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pageHeaders } from './headers.mjs';

/** @type {Record<string, string>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.csv': 'text/csv; charset=utf-8',
  '.gz': 'application/gzip'
};

/**
 * The path below the page's folder that a request means, or null where it means anything else.
 * It is decoded once; a second layer of encoding, dot segments, drive letters, backslashes and hidden files have no
 * business in our own addresses and are refused instead of cleaned.
 * @param {string} urlPath as sent, with or without query
 * @returns {string[] | null} path segments
 */
function segmentsOf(urlPath) {
  let path;
  try {
    path = decodeURIComponent(urlPath.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return null;
  }
  if (path === '/') return ['index.html'];
  const segments = path.split('/');
  const plain = /^[\p{L}\p{N}_-][\p{L}\p{N}_. -]*$/u;
  return segments.shift() === '' && segments.every((segment) => plain.test(segment)) ? segments : null;
}

/**
 * Answers a request for a file of the built page, and for nothing outside its folder: a symbolic link is refused too.
 * @param {string} root the built page's folder
 * @param {string} urlPath the path of the request, as sent
 * @returns {Promise<{ status: 200 | 403 | 404, headers: Record<string, string>, body: Uint8Array<ArrayBuffer> }>}
 */
export async function answerPageFile(root, urlPath) {
  const segments = segmentsOf(urlPath);
  if (!segments) return refusal(403, 'Forbidden');
  try {
    const path = join(await realpath(root), ...segments);
    if ((await realpath(path)) !== path) return refusal(403, 'Forbidden');
    const body = new Uint8Array(await readFile(path));
    const type = contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream';
    return { status: 200, headers: { ...pageHeaders, 'Content-Type': type }, body };
  } catch {
    return refusal(404, 'Not found');
  }
}

/**
 * @template {403 | 404} S
 * @param {S} status
 * @param {string} text
 */
function refusal(status, text) {
  const headers = { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' };
  return { status, headers, body: new TextEncoder().encode(`${text}\n`) };
}
