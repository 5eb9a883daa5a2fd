import { bytesOf } from '../../src/formats/byteFile';
import { EventEmitter } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftFolder, fileAccess, writeWhole } from '../../src/cli/files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder in the making', () => {
  it('is not seen under its name until it is whole', async () => {
    const draft = await draftFolder('result', folder);
    await draft.write('figures/a.svg', '<svg/>');
    expect(existsSync(join(folder, 'result'))).toBe(false);
    await draft.publish();
    expect(readdirSync(folder)).toEqual(['result']);
    expect(readFileSync(join(folder, 'result/figures/a.svg'), 'utf8')).toBe('<svg/>');
  });

  it('leaves nothing when it is given up', async () => {
    const draft = await draftFolder('result', folder);
    await draft.write('a', 'x');
    await draft.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes the folders made on its way along when it is given up, but none that others use', async () => {
    const draft = await draftFolder('deep/er/result', folder);
    await draft.discard();
    expect(readdirSync(folder)).toEqual([]);
    const shared = await draftFolder('deep/er/result', folder);
    writeFileSync(join(folder, 'deep/mine'), '');
    await shared.discard();
    expect(readdirSync(join(folder, 'deep'))).toEqual(['mine']);
  });

  it('is taken away by the signal that ends the program, and by none that others act on', async () => {
    const killed: string[] = [];
    const program = Object.assign(new EventEmitter(), {
      pid: 7,
      kill: (pid: number, signal: string) => killed.push(`${pid} ${signal}`) > 0
    });
    const draft = await draftFolder('deep/result', folder, program as unknown as NodeJS.Process);
    await draft.write('a', 'x');
    const finish = (): void => undefined;
    program.on('SIGINT', finish);
    program.emit('SIGINT', 'SIGINT');
    expect([readdirSync(join(folder, 'deep')).length, killed]).toEqual([1, []]);
    program.off('SIGINT', finish);
    program.emit('SIGINT', 'SIGINT');
    expect([readdirSync(folder), killed]).toEqual([[], ['7 SIGINT']]);
    expect(program.eventNames()).toEqual([]);
  });

  it('leaves no listener behind once it is published or given up', async () => {
    const program = new EventEmitter();
    const drafts = ['a', 'b'].map((name) => draftFolder(name, folder, program as unknown as NodeJS.Process));
    const [published, discarded] = await Promise.all(drafts);
    expect(program.eventNames()).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP']);
    await published.publish();
    await discarded.discard();
    expect(program.eventNames()).toEqual([]);
  });

  it('is made within a folder that is there, which may be another disk', async () => {
    mkdirSync(join(folder, 'result'));
    const draft = await draftFolder('result', folder);
    await draft.write('a', 'x');
    expect(readdirSync(folder)).toEqual(['result']);
    expect(readdirSync(join(folder, 'result'))).toHaveLength(1);
    await draft.publish();
    expect(readdirSync(join(folder, 'result'))).toEqual(['a']);
  });

  it.each([
    [
      'a folder in the place of a file',
      'metrics.csv/x',
      "result/metrics.csv' is a folder; a file has to stand"
    ],
    ['a file in the place of a folder', 'figures', "result/figures' is a file; a folder has to stand"]
  ])('moves nothing where there is %s', async (_, there, message) => {
    const path = join(folder, 'result', there);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    const before = readdirSync(join(folder, 'result'));
    const draft = await draftFolder('result', folder);
    await draft.write('experiment.json', '{}');
    await draft.write('figures/a.svg', '<svg/>');
    await draft.write('metrics.csv', '1');
    await expect(draft.publish()).rejects.toThrow(message);
    expect(readdirSync(join(folder, 'result'))).toEqual(before);
    expect(readdirSync(folder)).toEqual(['result']);
  });
});

describe('files', () => {
  it('finds the shipped examples from any folder', async () => {
    const bytes = await fileAccess(folder).read('example:digits.csv.gz');
    expect([...bytesOf(bytes, 0, 2)]).toEqual([0x1f, 0x8b]);
  });

  it('never reads outside the examples under their prefix', async () => {
    await expect(fileAccess(folder).read('example:../package.json')).rejects.toThrow(
      'example:../package.json: found no such example; expected example:digits.csv.gz or example:rat-open-field.npz or example:tides.txt.'
    );
  });

  it('leaves no half of a file that cannot be written', async () => {
    await expect(writeWhole('no/file', folder, new Uint8Array(3))).rejects.toThrow(
      "'no/file' cannot be written (ENOENT)"
    );
    await writeWhole('file', folder, Uint8Array.of(1, 2));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
