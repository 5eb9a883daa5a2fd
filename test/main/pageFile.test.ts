import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageHeaders } from '../../src/main/headers.mjs';
import { answerPageFile } from '../../src/main/pageFile.mjs';
import { Random } from '../../src/models/random';

let base: string;
let root: string;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'engram-page-'));
  root = join(base, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(base, 'renderer-secret'));
  writeFileSync(join(base, 'secret.txt'), 'secret');
  writeFileSync(join(base, 'renderer-secret/key.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/index-Bk_3.js'), 'export {};');
  writeFileSync(join(root, 'assets/two words.svg'), '<svg/>');
  writeFileSync(join(root, '.hidden'), 'secret');
  symlinkSync(join(base, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(base, join(root, 'up'));
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the built page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/index.html?preset=evidence#x', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/assets/index-Bk_3.js', 'text/javascript; charset=utf-8', 'export {};'],
    ['/assets/two%20words.svg', 'image/svg+xml', '<svg/>']
  ])('is served at %s with its type and every page header', async (path, type, text) => {
    const { status, headers, body } = await answerPageFile(root, path);
    expect(status).toBe(200);
    expect(headers).toEqual({ ...pageHeaders, 'Content-Type': type });
    expect(new TextDecoder().decode(body)).toBe(text);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2E%2E%2Fsecret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/../renderer-secret/key.txt',
    '/./index.html',
    '//index.html',
    '/index.html%00.js',
    '/%',
    '/%c0%ae%c0%ae/secret.txt',
    '/C:/secret.txt',
    '/c%3a/secret.txt',
    '/C|/secret.txt',
    '//server/share/secret.txt',
    '/\\\\server\\share\\secret.txt',
    '/%5c%5cserver%5cshare',
    '/%5c%5c%3f%5cC:%5csecret.txt',
    '/up%2fsecret.txt',
    '/up/renderer/index.html',
    '/%e0%80%ae%e0%80%ae/secret.txt',
    '/%f0%80%80%ae/secret.txt',
    '/%ff%fe/secret.txt',
    '/index.html%0d%0aX-Evil: 1',
    '/%00',
    '/.hidden',
    '/link.txt',
    '/up/secret.txt',
    'index.html'
  ])('refuses %s and says nothing of what lies there', async (path) => {
    const { status, headers, body } = await answerPageFile(root, path);
    expect(status).toBe(403);
    expect(headers).toMatchObject(pageHeaders);
    expect(new TextDecoder().decode(body)).toBe('Forbidden\n');
  });

  it('refuses 1,000 paths put together of hostile pieces', async () => {
    const random = new Random(6);
    const pick = <T>(from: readonly T[]): T => from[random.below(from.length)];
    const up = [
      '..',
      '%2e%2e',
      '.%2e',
      '%252e%252e',
      '%c0%ae%c0%ae',
      '%e0%80%ae%e0%80%ae',
      '%f0%80%80%ae.',
      '.%00.',
      '%2e%00%2e',
      'up',
      'C:',
      'c%3a',
      '%5c%5cserver%5cshare',
      '..;',
      '..%00',
      '%uff0e%uff0e',
      '．．',
      '....//'
    ];
    const slash = ['/', '%2f', '%5c', '\\', '//', '%252f', '%c0%af', '∕', '/./'];
    const tail = [
      'secret.txt',
      'renderer-secret/key.txt',
      '.hidden',
      'link.txt',
      'up/secret.txt',
      'etc/passwd',
      'index.html%00',
      'C:/secret.txt'
    ];
    const head = [
      '/',
      '/assets/',
      '/up/',
      '/index.html/',
      '//host/',
      '/file:///',
      '\\\\host\\',
      '/\\\\?\\C:\\',
      '/%5c%5c.%5c',
      ''
    ];
    const paths = new Set<string>();
    while (paths.size < 1000) {
      let path = pick(head);
      for (let n = random.below(5) + 1; n > 0; n--) path += pick(up) + pick(slash);
      paths.add(path + pick(tail) + pick(['', '?x', '#x', '%20', '.', '::$DATA']));
    }
    for (const path of paths) {
      const { status, body } = await answerPageFile(root, path);
      expect([403, 404], path).toContain(status);
      expect(new TextDecoder().decode(body), path).toMatch(/^(Forbidden|Not found)\n$/);
    }
  });

  it.each(['/missing.js', '/assets', '/assets/missing/deeper.js'])('has nothing at %s', async (path) => {
    expect((await answerPageFile(root, path)).status).toBe(404);
  });
});

describe('the page headers', () => {
  const policy = new Map(
    (pageHeaders['Content-Security-Policy'] ?? '').split('; ').map((line) => {
      const [directive = '', ...sources] = line.split(' ');
      return [directive, sources];
    })
  );

  it('allow WebAssembly and no other evaluation', () => {
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect([...policy.values()].flat()).not.toContain("'unsafe-eval'");
  });

  it('load nothing from elsewhere unless named', () => {
    expect(policy.get('default-src')).toEqual(["'self'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('worker-src')).toEqual(["'self'", 'blob:']);
    expect(policy.get('connect-src')).toEqual(["'self'", 'ws://127.0.0.1:*', 'ws://localhost:*']);
    expect([...policy.values()].flat().filter((source) => /\*$|https?:/.test(source))).toHaveLength(2);
  });

  it('isolate the page, which is what gives it threads', () => {
    expect(pageHeaders).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp'
    });
  });
});
