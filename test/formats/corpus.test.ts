import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { ByteFile } from '../../src/formats/byteFile';
import { documentsOf, kindOf, stretchesOf } from '../../src/formats/corpus/documents';
import type { ReadItem, ReadOptions } from '../../src/formats/corpus/rawDocument';

const held = (bytes: Uint8Array): ByteFile => ({
  size: bytes.length,
  read: (from, to) => bytes.subarray(from, Math.min(to, bytes.length))
});
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

async function all(name: string, bytes: Uint8Array, options: Partial<ReadOptions> = {}): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of documentsOf(name, held(bytes), options)) items.push(...batch);
  return items;
}
const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at < 0 ? bytes.length + at : at] ^= 1;
  return changed;
};
const texts = (items: readonly ReadItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'document' ? [item.text] : []));
const bad = (items: readonly ReadItem[]): [number, string][] =>
  items.flatMap((item): [number, string][] => (item.kind === 'bad' ? [[item.line, item.why]] : []));

const records = Array.from({ length: 5000 }, (_, i) => ({
  id: i,
  text: `Text ${i} é😀 ${'word '.repeat(i % 50)}`,
  n: { a: [i] }
}));
const jsonl = encoded(records.map((record) => JSON.stringify(record)).join('\n'));
const wanted = records.map(({ text }) => text);

describe('JSONL', () => {
  it('gives a document a line with its fields', async () => {
    const items = await all('a.jsonl', jsonl);
    expect(texts(items)).toEqual(wanted);
    expect(items[7]).toEqual({
      kind: 'document',
      text: wanted[7],
      fields: { id: 7, n: { a: [7] } },
      line: 8
    });
  });

  it('lists what is broken by its line, and reads on', async () => {
    const lines = [
      '{"text": "a"}',
      '{"text": ',
      '',
      '[1]',
      '{"other": 1}',
      '{"text": 5}',
      '{"text": ""}\r',
      'null',
      '{"text": "z"}'
    ];
    const items = await all('a.jsonl', encoded(lines.join('\n')));
    expect(texts(items)).toEqual(['a', '', 'z']);
    expect(bad(items).map(([line]) => line)).toEqual([2, 4, 5, 6, 8]);
    expect(bad(items)[0][1]).toContain('not JSON');
    expect(bad(items)[2][1]).toContain("no field 'text' (there are: other)");
  });

  it('leaves out lines that are no UTF-8, and no others', async () => {
    const bytes = Buffer.concat([
      encoded('{"text": "a"}\n{"text": "'),
      Uint8Array.of(0xff, 0xfe),
      encoded('"}\n{"text": "ü"}\n')
    ]);
    const items = await all('a.jsonl', bytes);
    expect(texts(items)).toEqual(['a', 'ü']);
    expect(bad(items)).toEqual([[2, 'bytes that are no UTF-8; expected text in UTF-8']]);
  });

  it('does not hold a line that is too long', async () => {
    // A gigabyte, made as it is asked for: what is held would not fit twice.
    const head = encoded('{"text": "first"}\n{"text": "');
    const tail = encoded('"}\n{"text": "last"}\n');
    const middle = 1 << 30;
    const filler = new Uint8Array(1 << 18).fill(97);
    const file: ByteFile = {
      size: head.length + middle + tail.length,
      read(from, to) {
        const end = Math.min(to, this.size);
        if (from < head.length)
          return Buffer.concat([
            head.subarray(from, Math.min(end, head.length)),
            filler.subarray(0, Math.max(0, end - head.length))
          ]);
        if (end <= head.length + middle) return filler.subarray(0, end - from);
        const part = Math.max(0, head.length + middle - from);
        return Buffer.concat([
          filler.subarray(0, part),
          tail.subarray(Math.max(0, from - head.length - middle), end - head.length - middle)
        ]);
      }
    };
    const items: ReadItem[] = [];
    for await (const batch of documentsOf('a.jsonl', file)) items.push(...batch);
    expect(texts(items)).toEqual(['first', 'last']);
    expect(bad(items)).toEqual([[2, 'a line of 1.07 GB; expected at most 67.1 MB']]);
  });

  it('cut into stretches of whatever length gives each line once', async () => {
    for (const bytes of [100, 1000, 33_333, 10_000_000]) {
      const found: string[] = [];
      const stretches = await stretchesOf('a.jsonl', held(jsonl.subarray(0, 60_000)), bytes);
      for (const stretch of stretches)
        for await (const batch of documentsOf('a.jsonl', held(jsonl.subarray(0, 60_000)), {}, stretch))
          found.push(...texts(batch));
      const whole = texts(await all('a.jsonl', jsonl.subarray(0, 60_000)));
      expect(found).toEqual(whole);
    }
  });
});

describe('packed files', () => {
  it('give what they hold, by the name or by the bytes', async () => {
    expect(texts(await all('a.jsonl.gz', gzipSync(jsonl)))).toEqual(wanted);
    expect(texts(await all('nameless', gzipSync(jsonl)))).toEqual(wanted);
    const members = Buffer.concat([gzipSync(jsonl.subarray(0, 4000)), gzipSync(jsonl.subarray(4000))]);
    expect(texts(await all('a.jsonl.gz', members))).toEqual(wanted);
  });

  const zstd = ((): Uint8Array | undefined => {
    try {
      return execFileSync('zstd', ['-q', '-c'], { input: jsonl });
    } catch {
      return undefined;
    }
  })();
  it.skipIf(!zstd)('are read where Zstandard wrote them', async () => {
    expect(texts(await all('a.jsonl.zst', zstd!))).toEqual(wanted);
    await expect(all('a.jsonl.zst', zstd!.subarray(0, zstd!.length >> 1))).rejects.toThrow('incomplete zstd');
  });

  it('that are cut short say so', async () => {
    const whole = gzipSync(jsonl);
    await expect(all('a.jsonl.gz', whole.subarray(0, whole.length >> 1))).rejects.toThrow(
      'damaged or incomplete gzip'
    );
    const members = Buffer.concat([whole, whole.subarray(0, whole.length >> 1)]);
    await expect(all('a.jsonl.gz', members)).rejects.toThrow('damaged or incomplete gzip');
  });

  it('by gzip are held to the checksum and the length at the end of each member', async () => {
    const whole = new Uint8Array(gzipSync(jsonl));
    const end = whole.length;
    for (const [at, what] of [
      [-1, 'length'],
      [-4, 'length'],
      [-5, 'checksum'],
      [-8, 'checksum']
    ] as const)
      await expect(all('a.jsonl.gz', flipped(whole, at))).rejects.toThrow(
        `a.jsonl.gz: found damaged or incomplete gzip data: the ${what} at byte ${end - 8}`
      );
    // Cut off within the last eight bytes nothing of the text is missing, and nobody knows.
    for (let cut = 1; cut <= 8; cut++)
      await expect(all('a.jsonl.gz', whole.subarray(0, -cut))).rejects.toThrow('copy or download it again');
    // Stored as it is, any byte may change without a fault in the packing.
    const stored = new Uint8Array(gzipSync(jsonl, { level: 0 }));
    const at = Buffer.from(stored).indexOf('Text 4321');
    await expect(all('a.jsonl.gz', flipped(stored, at))).rejects.toThrow('the checksum at byte');
    // The first of two members, and the last.
    const members = Buffer.concat([stored, gzipSync(jsonl)]);
    await expect(all('a.jsonl.gz', flipped(members, at))).rejects.toThrow(
      `at byte ${stored.length - 8} is not that of what bytes 0 to ${stored.length} hold`
    );
    await expect(all('a.jsonl.gz', flipped(members, -7))).rejects.toThrow(
      `at byte ${members.length - 8} is not that of what bytes ${stored.length} to ${members.length} hold`
    );
    expect(texts(await all('a.jsonl.gz', members))).toHaveLength(2 * wanted.length - 2);
  });

  it('that are damaged give what came before, and the damage in place of what comes next', async () => {
    const stored = new Uint8Array(gzipSync(jsonl, { level: 0 }));
    const half = stored.subarray(0, stored.length >> 1);
    const seen: ReadItem[] = [];
    const reading = (async () => {
      for await (const batch of documentsOf('a.jsonl.gz', held(half))) seen.push(...batch);
    })();
    await expect(reading).rejects.toThrow('cut off');
    const before = texts(seen);
    expect(before.length).toBeGreaterThan(1000);
    expect(before).toEqual(wanted.slice(0, before.length));
    const kept = await all('a.jsonl.gz', half, { damaged: 'keep' });
    expect(texts(kept)).toEqual(before);
    const [[line, why], ...more] = bad(kept);
    expect(more).toEqual([]);
    expect(line).toBe(before.length + 1);
    expect(why).toContain('damaged or incomplete gzip data');
    expect(why).toContain('what came before it was taken');
    // Another file's troubles are no damage of the packing.
    await expect(all('a.parquet', encoded('PAR1 and no more'), { damaged: 'keep' })).rejects.toThrow(
      'Parquet'
    );
  });

  it.skipIf(!zstd)('by Zstandard are held to the checksum and the length of each frame', async () => {
    const pack = (input: Uint8Array, ...args: string[]): Uint8Array =>
      new Uint8Array(execFileSync('zstd', ['-q', '-c', ...args], { input }));
    const whole = pack(jsonl);
    const end = whole.length;
    for (const args of [[], ['--no-check'], ['-19'], ['--no-content-size'], ['--fast=5']])
      expect(texts(await all('a.jsonl.zst', pack(jsonl, ...args)))).toEqual(wanted);
    for (let at = 1; at <= 4; at++)
      await expect(all('a.jsonl.zst', flipped(whole, -at))).rejects.toThrow(
        `a.jsonl.zst: found damaged or incomplete zstd data: the checksum at byte ${end - 4}`
      );
    for (const cut of [1, 4, 5, 100, end - 5, end - 7])
      await expect(all('a.jsonl.zst', whole.subarray(0, end - cut))).rejects.toThrow(
        `cut off at its end, byte ${end - cut}`
      );
    await expect(all('a.jsonl.zst', Buffer.concat([whole, encoded('more, no frame')]))).rejects.toThrow(
      `at byte ${end} begins no frame`
    );
    // Frames one after another, one to be skipped between them, and empty ones.
    const skipped = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    const frames = Buffer.concat([
      pack(jsonl.subarray(0, 4000)),
      skipped,
      pack(new Uint8Array(0)),
      pack(jsonl.subarray(4000), '--no-check')
    ]);
    expect(texts(await all('a.jsonl.zst', frames))).toEqual(wanted);
    await expect(all('a.jsonl.zst', frames.subarray(0, -1))).rejects.toThrow('cut off');
    // A byte of what is stored as it is changes no packing.
    const noise = Uint8Array.from({ length: 3000 }, (_, i) => 33 + ((Math.imul(i, i + 7919) >>> 3) % 90));
    const one = pack(encoded(`{"text": "${Buffer.from(noise).toString('hex')}"}`), '--fast=50');
    const hits = [...one.keys()].slice(20, -4).filter((at) => at % 37 === 0);
    for (const at of hits)
      await expect(all('a.jsonl.zst', flipped(one, at))).rejects.toThrow('damaged or incomplete zstd');
    const kept = await all('a.jsonl.zst', whole.subarray(0, -2), { damaged: 'keep' });
    expect(texts(kept)).toEqual(wanted.slice(0, texts(kept).length));
    expect(bad(kept)).toHaveLength(1);
  });
});

describe('plain text', () => {
  const text = 'one\r\ntwo\n\n\n  \nthree\nfour\n';
  it('is one document, or one a stretch between blank lines', async () => {
    expect(texts(await all('a.txt', encoded(text)))).toEqual(['one\ntwo\n\n\n  \nthree\nfour']);
    const items = await all('a.txt', encoded(text), { split: 'blank' });
    expect(texts(items)).toEqual(['one\ntwo', 'three\nfour']);
    expect(items.map(({ line }) => line)).toEqual([1, 6]);
    expect(await all('a.txt', new Uint8Array(0))).toEqual([]);
  });

  it('that is no UTF-8 or too long is left out and listed', async () => {
    expect(bad(await all('a.txt', Uint8Array.of(65, 255, 10, 66)))).toHaveLength(1);
    const items = await all('a.txt', encoded(`${'long\n'.repeat(30)}\nshort\n`), {
      split: 'blank',
      longest: 50
    });
    expect(texts(items)).toEqual(['short']);
    expect(bad(items)[0][1]).toContain('expected at most 50 bytes');
  });

  it('is told from JSONL by its first character', () => {
    expect(kindOf('x', held(encoded('\n {"text": 1}')))).toBe('jsonl');
    expect(kindOf('x', held(encoded('Hello')))).toBe('text');
    expect(kindOf('x', held(new Uint8Array(0)))).toBe('text');
  });
});

describe('Parquet', () => {
  const bytes = (
    codec: 'SNAPPY' | 'UNCOMPRESSED' | 'GZIP',
    damage = (page: Uint8Array) => page
  ): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'text', data: wanted, type: 'STRING' },
          { name: 'score', data: records.map(({ id }) => BigInt(id)), type: 'INT64' }
        ],
        rowGroupSize: 700,
        codec,
        compressors: { GZIP: (page) => damage(gzipSync(page)) }
      })
    );

  it('gives a document a row, whole numbers as numbers', async () => {
    for (const codec of ['SNAPPY', 'UNCOMPRESSED', 'GZIP'] as const) {
      const items = await all('a.parquet', bytes(codec));
      expect(texts(items)).toEqual(wanted);
      expect(items[4999]).toMatchObject({ fields: { score: 4999 }, line: 5000 });
    }
    expect(bad(await all('a.parquet', bytes('SNAPPY'), { textField: 'body' }))).toHaveLength(5000);
  });

  it('is cut at row groups', async () => {
    const file = held(bytes('SNAPPY'));
    const stretches = await stretchesOf('a.parquet', file, file.size / 3);
    expect(stretches.length).toBeGreaterThan(1);
    const found: string[] = [];
    for (const stretch of stretches)
      for await (const batch of documentsOf('a.parquet', file, {}, stretch)) found.push(...texts(batch));
    expect(found).toEqual(wanted);
  });

  it('packed by gzip is held to the checksums of its pages', async () => {
    for (const at of [-8, -5, -4, -1])
      await expect(
        all(
          'a.parquet',
          bytes('GZIP', (page) => flipped(page, at))
        )
      ).rejects.toThrow('a.parquet: found damaged or incomplete gzip data');
  });

  it('that is damaged says so', async () => {
    await expect(all('a.parquet', bytes('SNAPPY').subarray(0, 3000))).rejects.toThrow(
      'Parquet that cannot be read'
    );
  });
});
