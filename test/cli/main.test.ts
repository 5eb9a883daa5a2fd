import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands';
import { main } from '../../src/cli/main';
import { models } from '../../src/models/registry';
import { presets } from '../../src/presets/registry';
import { sources } from '../../src/session/sources/registry';
import { testIo } from './io';

async function engram(...args: string[]) {
  const io = testIo('/');
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

describe('engram', () => {
  it('names its commands when asked for nothing or for help', async () => {
    for (const args of [[], ['--help'], ['-h'], ['help']]) {
      const { code, out, err } = await engram(...args);
      expect([code, err]).toEqual([0, '']);
      for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`  ${name} .*${summary}`));
    }
  });

  it.each([
    [
      'runs',
      "Unknown command 'runs'. Did you mean 'run'? Commands: list, run, compare, sweep, point, export, pagerank, successor, retrieve, blahut, gradient, attention, cost, corpus, verify, bench."
    ],
    [
      '--version',
      "Unknown option '--version'. Commands: list, run, compare, sweep, point, export, pagerank, successor, retrieve, blahut, gradient, attention, cost, corpus, verify, bench."
    ]
  ])('does not know %s and says so in one line', async (name, message) => {
    expect(await engram(name)).toEqual({ code: 2, out: '', err: `engram: ${message}\n` });
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s explains every option it has',
    async (name, command) => {
      const { code, out, err } = await engram(name, '--help');
      expect([code, err]).toEqual([0, '']);
      expect((await engram(name, '-h')).out).toBe(out);
      expect(out).toContain(`Usage: engram ${name}`);
      for (const { name: option, help } of command.options) {
        expect(out).toContain(`  --${option}`);
        expect(out).toContain(help);
      }
    }
  );

  it.each(commands.map(({ name }) => [name]))('%s refuses an option it does not have', async (name) => {
    const { code, out, err } = await engram(name, '--helf');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `engram: Unknown option '--helf'. Did you mean '--help'? See 'engram ${name} --help'.\n`
    );
  });

  it('explains the settings of a preset', async () => {
    const { out } = await engram('run', 'digits', '--help');
    for (const { name } of models[0].settings) expect(out).toContain(`  ${name} = `);
    expect(out).toContain('ticksPerRow = 8 ');
    expect(out).toContain('heldOut = 360 ');
  });
});

describe('engram list', () => {
  it('gives every preset, model and source with its settings as JSON', async () => {
    const { code, out } = await engram('list', '--json');
    expect(code).toBe(0);
    const listed = JSON.parse(out);
    expect(listed.presets.map(({ id }: { id: string }) => id)).toEqual(presets.map(({ id }) => id));
    expect(listed.models).toEqual(
      models.map(({ id, title, summary, settings }) => ({ id, title, summary, settings }))
    );
    expect(listed.sources).toEqual(
      sources.map(({ id, title, summary, settings }) => ({ id, title, summary, settings }))
    );
  });

  it('names them in words', async () => {
    const { out } = await engram('list');
    for (const { id } of [...presets, ...sources]) expect(out).toContain(id);
    expect(out).toContain('learningRate = 0.005');
  });

  it('takes no further words', async () => {
    expect((await engram('list', 'presets')).err).toBe(
      "engram: 'engram list' takes no 'presets'. See 'engram list --help'.\n"
    );
  });
});

describe('settings', () => {
  it('of models and sources never share a name, so that --set finds one thing', () => {
    for (const model of models) {
      for (const source of sources) {
        const shared = source.settings.filter(({ name }) =>
          model.settings.some((other) => other.name === name)
        );
        expect(shared.map(({ name }) => name)).toEqual([]);
      }
    }
  });
});
