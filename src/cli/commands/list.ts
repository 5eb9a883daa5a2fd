/** `engram list`: the presets, models and sources there are, with their settings. */
import { models } from '../../models/registry';
import { presets } from '../../presets/registry';
import { sources } from '../../session/sources/registry';
import { type Command, definitions } from '../command';
import { settingLines } from '../describe';

export const list: Command = {
  name: 'list',
  positional: '',
  summary: 'List presets, models and sources with their settings.',
  options: [{ name: 'json', help: 'As one JSON object.' }],
  async run(call, io) {
    io.out(call.has('json') ? `${JSON.stringify(everything())}\n` : inWords());
    return 0;
  }
};

function everything() {
  const described = ({
    id,
    title,
    summary,
    settings
  }: (typeof models)[number] | (typeof sources)[number]) => ({
    id,
    title,
    summary,
    settings
  });
  return { presets, models: models.map(described), sources: sources.map(described) };
}

function inWords(): string {
  const parts = ['Presets\n', definitions(presets.map(({ id, title, claim }) => [id, `${title}. ${claim}`]))];
  for (const [heading, list] of [
    ['Model', models],
    ['Source', sources]
  ] as const) {
    for (const { id, title, summary, settings } of list) {
      parts.push(`\n${heading} ${id}: ${title}. ${summary}\n`, settingLines(settings, {}));
    }
  }
  return parts.join('');
}
