// What must hold before anything is packaged, without the network.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mainTrouble, preloadTrouble } from './loads.mjs';

/**
 * The fields this configuration may have, by section, so that a slip of the pen is found without electron-builder.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const fields = {
  '': 'appId productName directories files asar npmRebuild publish electronFuses fileAssociations linux mac win nsis electronVersion extraMetadata'.split(
    ' '
  ),
  directories: ['output', 'buildResources'],
  electronFuses:
    'runAsNode enableCookieEncryption enableNodeOptionsEnvironmentVariable enableNodeCliInspectArguments enableEmbeddedAsarIntegrityValidation onlyLoadAppFromAsar grantFileProtocolExtraPrivileges'.split(
      ' '
    ),
  linux: ['target', 'executableName', 'category', 'synopsis', 'icon', 'maintainer'],
  mac: ['target', 'category', 'icon', 'hardenedRuntime', 'entitlements', 'entitlementsInherit', 'extendInfo'],
  win: ['target', 'icon'],
  nsis: ['oneClick', 'perMachine', 'allowToChangeInstallationDirectory']
};

/** What each fuse must say. @type {Readonly<Record<string, boolean>>} */
const neededFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false
};

/** @type {Readonly<Record<string, readonly string[]>>} */
const neededTargets = { linux: ['AppImage', 'deb'], mac: ['dmg'], win: ['nsis'] };

/**
 * @typedef {Record<string, any>} Configuration
 * @typedef {{ name: string, problems: string[] }} Check
 */

/**
 * @param {Configuration} configuration
 * @param {string} root the project's folder, built
 * @returns {Promise<Check[]>} what was looked at, and what is wrong with it
 */
export async function packagingChecks(configuration, root) {
  const has = (/** @type {string} */ path) => existsSync(join(root, path));
  /** @type {Configuration} */
  const described = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [
    { name: 'every field is known', problems: unknownFields(configuration) },
    { name: 'every fuse is set', problems: wrongFuses(configuration) },
    {
      name: 'every system has its installers',
      problems: Object.entries(neededTargets).flatMap(([system, targets]) =>
        targets
          .filter((target) => !configuration[system]?.target?.includes(target))
          .map((target) => `${system} makes no ${target}`)
      )
    },
    { name: 'experiments open by a double click', problems: associationProblems(configuration) },
    { name: 'every file named is there', problems: missingFiles(configuration, described, root) },
    { name: 'the archive is whole and alone', problems: archiveProblems(configuration, described) },
    {
      name: 'the version is one',
      problems: /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(described.version)
        ? []
        : [`package.json says version ${described.version}; expected three numbers, such as 1.2.0`]
    },
    {
      name: 'the main process loads',
      problems: has('out/main/index.js')
        ? named('out/main/index.js', await mainTrouble(join(root, 'out/main/index.js')))
        : ['out/main/index.js is not built']
    },
    {
      name: 'the preload script loads in a sandbox',
      problems: has('out/preload/index.cjs')
        ? named('out/preload/index.cjs', preloadTrouble(join(root, 'out/preload/index.cjs')))
        : ['out/preload/index.cjs is not built']
    }
  ];
}

/**
 * @param {string} path
 * @param {string | undefined} trouble
 */
const named = (path, trouble) => (trouble === undefined ? [] : [`${path}: ${trouble}`]);

/** @param {Configuration} configuration */
function unknownFields(configuration) {
  return Object.entries(fields).flatMap(([section, known]) => {
    const part = section === '' ? configuration : configuration[section];
    if (typeof part !== 'object' || part === null) return [`${section} is missing`];
    return Object.keys(part)
      .filter((key) => !known.includes(key))
      .map((key) => `${section ? `${section}.` : ''}${key} is no field this project uses`);
  });
}

/** @param {Configuration} configuration */
function wrongFuses({ electronFuses = {} }) {
  return Object.entries(neededFuses)
    .filter(([fuse, value]) => electronFuses[fuse] !== value)
    .map(([fuse, value]) => `fuse ${fuse} is ${electronFuses[fuse]}; expected ${value}`);
}

/** @param {Configuration} configuration */
function associationProblems({ fileAssociations = [] }) {
  const [first] = fileAssociations;
  if (first?.ext !== 'engram') return ['no program is told to open .engram files'];
  return ['name', 'mimeType', 'role'].filter((key) => !first[key]).map((key) => `its ${key} is missing`);
}

/**
 * @param {Configuration} configuration
 * @param {Configuration} described package.json
 * @param {string} root
 */
function missingFiles({ linux = {}, mac = {}, win = {} }, described, root) {
  const paths = [
    described.main,
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/renderer/crashed.html',
    ...[linux.icon, mac.icon, mac.entitlements, mac.entitlementsInherit, win.icon]
  ];
  const problems = paths.flatMap((path) => {
    if (!path) return ['a path is not given'];
    const full = join(root, path);
    if (!existsSync(full)) return [`${path} does not exist`];
    const stat = statSync(full);
    const empty = stat.isDirectory() ? readdirSync(full).length === 0 : stat.size === 0;
    return empty ? [`${path} is empty`] : [];
  });
  const page = join(root, 'out/renderer');
  for (const name of ['index.html', 'crashed.html']) {
    if (!existsSync(join(page, name))) continue;
    // What the page asks for must be in the archive with it.
    for (const [, path] of readFileSync(join(page, name), 'utf8').matchAll(/(?:src|href)="\.\/([^"#?]+)/g))
      if (!existsSync(join(page, path)))
        problems.push(`out/renderer/${name} asks for ${path}, which does not exist`);
  }
  return problems;
}

/**
 * @param {Configuration} configuration
 * @param {Configuration} described package.json
 */
function archiveProblems({ asar, files = [], publish }, described) {
  const problems = [];
  if (asar !== true) problems.push('asar is off; integrity is checked of an archive only');
  if (publish !== null) problems.push('publish is not null; a feed for updates would be written');
  if (Object.keys(described.dependencies ?? {}).length > 0)
    problems.push('package.json has dependencies, which would be packed beside the build');
  for (const part of ['out/main/**', 'out/preload/**', 'out/renderer/**'])
    if (!files.includes(part)) problems.push(`files leave out ${part}`);
  return problems;
}

/**
 * electron-builder's own judgement, where it is installed.
 * @param {Configuration} configuration
 * @param {string} folder where its modules lie
 * @returns {Promise<Check | undefined>} undefined where it is not installed
 */
export async function builderCheck(configuration, folder) {
  const path = join(folder, 'node_modules/app-builder-lib/out/util/config/config.js');
  if (!existsSync(path)) return undefined;
  const name = "electron-builder's schema accepts it";
  try {
    const { validateConfiguration } = await import(pathToFileURL(path).href);
    await validateConfiguration(structuredClone(configuration), { add: () => {}, isEnabled: false });
    return { name, problems: [] };
  } catch (error) {
    return { name, problems: [/** @type {Error} */ (error).message] };
  }
}
