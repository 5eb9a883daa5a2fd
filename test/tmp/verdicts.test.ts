import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { verdictsMarkdown } from '../../src/cli/sweep/verdicts';
import { presets } from '../../src/presets/registry';
import { judge } from '../../src/session/sweep/verdict';

test('write', () => {
  const verdicts = presets.flatMap((preset) => {
    const folder = [`/tmp/v2/${preset.id}/points`, `/tmp/sweeps/${preset.id}/points`].find((f) =>
      existsSync(f)
    );
    if (!folder) {
      console.log('none', preset.id);
      return [];
    }
    const outcomes = readdirSync(folder)
      .filter((f) => f.endsWith('.json'))
      .map((f) => JSON.parse(readFileSync(`${folder}/${f}`, 'utf8')));
    const v = judge(preset, outcomes);
    console.log(preset.id, v.answer, v.n);
    return [v];
  });
  writeFileSync('/tmp/verdicts.md', verdictsMarkdown(verdicts, presets));
}, 100000);
