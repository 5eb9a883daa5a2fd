// `npm run package`: installers of this system. `-- --dry` checks all that can be checked without the network and makes none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { builderCheck, packagingChecks } from '../packaging/checks.mjs';
import { configuration as described, signed } from '../packaging/configuration.mjs';
import { makeIcons } from '../packaging/icons.mjs';
import { electronVersion } from './electron-binary.mjs';
import { projectRoot } from './source-hash.mjs';

const tools = join(projectRoot, 'packaging');
const { values } = parseArgs({ options: { dry: { type: 'boolean', default: false } } });
const configuration = { ...described, electronVersion };

makeIcons(join(projectRoot, 'src/renderer/icon.svg'), join(projectRoot, 'out/icons'));
if (!values.dry && !existsSync(join(tools, 'node_modules/electron-builder'))) {
  console.log('Fetching electron-builder, once.');
  const { status } = spawnSync('npm', ['ci'], {
    cwd: tools,
    stdio: 'inherit',
    shell: process.platform === 'win32'
  });
  if (status !== 0) process.exit(1);
}

const builder = await builderCheck(configuration, tools);
const checks = [...(await packagingChecks(configuration, projectRoot)), ...(builder ? [builder] : [])];
for (const { name, problems } of checks) {
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const problem of problems) console.log(`     ${problem}`);
}
if (!builder)
  console.log(
    '     electron-builder is not installed, so its own schema was not asked: npm ci --prefix packaging'
  );
const failed = checks.filter(({ problems }) => problems.length > 0).length;
if (failed > 0) {
  console.log(`${failed} of ${checks.length} checks failed. Nothing was packaged.`);
  process.exit(1);
}
if (!signed)
  console.log(
    '     A Debian package names ENGRAM_HOMEPAGE and ENGRAM_MAINTAINER, which are not set: none is made without them.'
  );
if (values.dry) console.log(`${checks.length} checks passed. Nothing was packaged.`);
else {
  const linux = {
    ...configuration.linux,
    target: configuration.linux.target.filter((target) => signed || target !== 'deb')
  };
  const { href } = pathToFileURL(join(tools, 'node_modules/electron-builder/out/index.js'));
  const { build } = (await import(href)).default;
  await build({ projectDir: projectRoot, config: { ...configuration, linux }, publish: 'never' });
}
