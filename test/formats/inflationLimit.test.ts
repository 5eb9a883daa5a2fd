import { gzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { gunzip } from '../../src/formats/gzip';
import { checkInflated } from '../../src/formats/inflationLimit';
import { readNpz } from '../../src/formats/npz';

it('lets grow what is small or not packed much', () => {
  expect(() => checkInflated('a.npz', 1000, 2 ** 30)).not.toThrow();
  expect(() => checkInflated('a.npz', 2 ** 28, 2 ** 32)).not.toThrow();
});

it('refuses archives made to burst', { timeout: 60_000 }, () => {
  const zeros = new Uint8Array(2 ** 27);
  const zip = zipSync({ 'a.npy': zeros });
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at + 46 < zip.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 31, true);
  expect(() => readNpz('a.npz', zip)).toThrow(
    /a\.npz: found \d+ packed bytes that grow to 2147483648 or more/
  );
  const member = gzipSync(zeros);
  const gz = new Uint8Array(9 * member.length);
  for (let k = 0; k < 9; k++) gz.set(member, k * member.length);
  let length = 0;
  expect(() => gunzip('a.gz', gz, (piece) => (length += piece.length))).toThrow('packed bytes that grow');
  expect(length).toBeLessThanOrEqual(2 ** 30);
});
