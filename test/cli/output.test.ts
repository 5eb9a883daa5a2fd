import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { heedOutputErrors } from '../../src/cli/io';

/** What is said and with which code it ends when the output fails with `code`. */
function failWith(code: string): { said: string; exit: number | undefined } {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let left: number | undefined;
  const exit = (status: number): void => {
    left = status;
  };
  heedOutputErrors({ stdout, stderr, exit } as unknown as NodeJS.Process);
  stdout.emit('error', Object.assign(new Error('write'), { code }));
  return { said: String(stderr.read() ?? ''), exit: left };
}

it('is quiet when a reader such as head has had enough', () => {
  expect(failWith('EPIPE')).toEqual({ said: '', exit: undefined });
});

it('says in one line that the output cannot be written, and ends with code 2', () => {
  expect(failWith('ENOSPC')).toEqual({
    said: 'engram: the output cannot be written (ENOSPC); send it elsewhere.\n',
    exit: 2
  });
});
