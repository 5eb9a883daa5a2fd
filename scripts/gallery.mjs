// docs/gallery.md and its pictures: every figure as the command line and the page export it, with its caption draft. Names on the
// command line choose what is made anew: a preset, a figure of `engram export`, or "sweeps".
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exported, labs, swept } from './gallery/runs.mjs';
import { withBrowser } from './screenshots/page.mjs';
import { projectRoot } from './source-hash.mjs';

const pictures = join(projectRoot, 'docs/gallery');
const engram = join(projectRoot, 'bin/engram.mjs');

const wanted = process.argv.slice(2);
const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name);

if (wanted.length === 0) await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
const scratch = await mkdtemp(join(tmpdir(), 'engram-gallery-'));
try {
  await makeRuns();
  makeExports();
  if (isWanted('sweeps')) await makeSweep();
  await writeFile(join(projectRoot, 'docs/gallery.md'), await page());
} finally {
  await rm(scratch, { recursive: true });
}

/** One run for all figures that are of the same. */
async function makeRuns() {
  /** @type {Map<string, string>} */
  const made = new Map();
  for (const { figures, run } of labs.flatMap(({ runs }) => runs)) {
    if (!isWanted(run[0])) continue;
    const key = run.join(' ');
    const folder = made.get(key) ?? join(scratch, String(made.size));
    if (!made.has(key)) execFileSync(process.execPath, [engram, 'run', ...run, '--out', folder]);
    made.set(key, folder);
    for (const id of figures) await copyFile(join(folder, `figures/${id}.svg`), picture(id));
    console.log(key);
  }
}

function makeExports() {
  for (const { arguments: told, id } of exported) {
    if (!isWanted(id)) continue;
    execFileSync(process.execPath, [engram, 'export', ...told, '--out', picture(id)]);
    console.log(id);
  }
}

/** As a user does: the dialog, its fields, its button. */
async function makeSweep() {
  await withBrowser(async (browser, url) => {
    const page = await browser.newPage();
    await page.goto(`${url}#preset=${swept.preset}`);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.keyboard.press('v');
    await page.locator('[data-axis="list"]').fill(swept.values);
    await page.locator('[data-sweep="seeds"]').fill(swept.seeds);
    await page.locator('[data-sweep="trials"]').fill(swept.trials);
    await page.getByRole('button', { name: 'Start sweep', exact: true }).click();
    await page
      .locator('[data-readout="sweep-progress"]', { hasText: /^Done/ })
      .waitFor({ state: 'attached', timeout: 300_000 });
    for (const id of swept.figures) {
      await page.locator('[data-sweep="figure"]').selectOption(id);
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Picture as SVG' }).click();
      await copyFile(await (await saved).path(), picture(id));
      console.log(id);
    }
  });
}

/** @param {string} id */
function picture(id) {
  return join(pictures, `${id}.svg`);
}

async function page() {
  const parts = [
    `# Gallery

Every figure of Engram, as it is exported: SVG on white, with the run that made it inside. Drop one of these files on the page, or give it to
\`npx engram run\`, and the run comes back to the same state. \`node scripts/gallery.mjs\` makes this page and its pictures anew from a built
Engram; each caption is the draft that the file carries, with the numbers of that run.

[Learning](#learning) · [Maps](#maps) · [Codes](#codes) · [Sweeps](#sweeps) · [Composed](#composed) · [Benchmarks](#benchmarks)`
  ];
  for (const { lab, runs } of labs) {
    parts.push(`## ${lab}`);
    for (const { figures, heading, run, words } of runs) {
      parts.push(`### ${heading}`, words, command(['run', ...run, '--out', 'results']));
      for (const id of figures) parts.push(await entry(id));
    }
    if (lab === 'Learning') parts.push('### Many networks', ...(await exportEntry('alignmentSweep')));
  }
  parts.push(
    '## Sweeps',
    `One setting, several values, several seeds, all in one dialog: preset \`${swept.preset}\`, key \`v\`, ${sayAxis()} ${swept.values}, ${swept.seeds} seeds, ${swept.trials} trials, Start sweep; then choose the Picture and press Picture as SVG. Without a screen:`,
    command([
      'sweep',
      swept.preset,
      '--over',
      `${swept.setting}=${swept.values.replaceAll(' ', '')}`,
      '--seeds',
      swept.seeds,
      '--trials',
      swept.trials
    ])
  );
  for (const id of swept.figures) parts.push(await entry(id));
  parts.push('## Composed', ...(await exportEntry('composed')));
  parts.push(
    '## Benchmarks',
    command(['bench', 'deep', '--out', 'cost']),
    '**What a step of deep e-prop costs**, against depth and against the number of synapses, on the machine that ran it.',
    '![What a step of deep e-prop costs](deep-cost.svg)'
  );
  return `${parts.join('\n\n')}\n`;
}

function sayAxis() {
  return `setting \`${swept.setting}\`, values`;
}

/** @param {string} id */
async function exportEntry(id) {
  const {
    arguments: told,
    title,
    words
  } = /** @type {typeof exported[number]} */ (exported.find((each) => each.id === id));
  return [words, command(['export', ...told, '--out', `${id}.svg`]), await entry(id, title)];
}

/** @param {string[]} told */
function command(told) {
  return `\`\`\`\nnpx engram ${told.join(' ')}\n\`\`\``;
}

/** Title, what it shows, what it shows here. @param {string} id @param {string} [known] title of what `engram export` laid out */
async function entry(id, known) {
  const svg = await readFile(picture(id), 'utf8');
  const inside = (/** @type {string} */ tag) =>
    plain(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(svg)?.[1] ?? '');
  const [titled, words] = [inside('title'), inside('desc')];
  // Both begin with the figure's own title; then the experiment's follows, after a colon or in parentheses.
  let length = 0;
  while (length < titled.length && titled[length] === words[length]) length++;
  const title = known ?? titled.slice(0, length);
  const begin = `${title} (${known === undefined ? titled.slice(length + 2) : titled}). `;
  const caption = words.startsWith(begin) ? ` ${words.slice(begin.length).split(' Model ')[0]}` : '';
  return `**${title}.**${caption}\n\n![${title}](gallery/${id}.svg)`;
}

/** @param {string} text of XML */
function plain(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
