import ts from 'typescript';

/** The sources to judge: path relative to the project (`src/models/eprop/model.ts`) to text. */
export type Sources = ReadonlyMap<string, string>;

/** The arrows of ARCHITECTURE.md. A folder may import from what it names and from all that this leads to. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  renderer: ['presets', 'figures'],
  cli: ['presets', 'figures'],
  main: ['presets', 'figures'],
  preload: [],
  presets: ['session'],
  figures: ['session'],
  session: ['models', 'formats'],
  models: ['compute'],
  formats: [],
  compute: ['kernels'],
  kernels: []
};

/** Folders that run anywhere: no DOM, no Node, no Electron. */
const pure = new Set(['compute', 'models', 'session', 'formats', 'figures', 'presets']);
/** Folders whose numbers enter a run, and the one file of them that may compute a transcendental function. */
const exact = new Set(['compute', 'models', 'session']);
const transcendentals = 'src/compute/transcendentals.ts';

const platformGlobals = new Set([
  'document',
  'window',
  'process',
  'require',
  'localStorage',
  'Buffer',
  '__dirname'
]);
/** What IEEE 754 does not fix to the last bit, so that engines and their versions differ in it. */
const inexact = new Set(
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'.split(
    ' '
  )
);
const longestFile = 400;

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** Everything wrong with these sources, one sentence each, in order of path. */
export function violations(sources: Sources): string[] {
  if (sources.size === 0) return ['No module was found, so nothing was checked.'];
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of [...sources].sort()) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    const imports = importsOf(file);
    graph.set(
      path,
      imports.map(({ from }) => resolve(path, from, sources)).filter((target) => target !== undefined)
    );
    found.push(...wrongArrows(path, imports), ...wrongWords(path, file));
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines > longestFile) found.push(`${path} has ${lines} lines; at most ${longestFile} are one idea.`);
  }
  return [...found, ...cycles(graph)];
}

/** The folders that hold sources and no README.md. `folders` maps each folder below src to the names in it. */
export function withoutReadme(folders: ReadonlyMap<string, readonly string[]>): string[] {
  return [...folders]
    .filter(([, names]) => names.some((name) => /\.(ts|tsx|mjs)$/.test(name)) && !names.includes('README.md'))
    .map(([folder]) => `${folder} has no README.md saying what lives there and what it may import.`);
}

const folderOf = (path: string): string => path.split('/')[1] ?? '';

/** All folders that `folder` may import from, itself included. */
function reachable(folder: string): Set<string> {
  const seen = new Set([folder]);
  for (const next of seen) for (const target of arrows[next] ?? []) seen.add(target);
  return seen;
}

function importsOf(file: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      imports.push({ from: node.moduleSpecifier.text, typeOnly });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      imports.push({ from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier))
        imports.push({ from: specifier.text, typeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal))
        imports.push({ from: node.argument.literal.text, typeOnly: true });
    } else if (ts.isNewExpression(node) && node.expression.getText(file) === 'URL') {
      // new Worker(new URL('./x.worker.ts', import.meta.url)) is an import in all but name.
      const [specifier, base] = node.arguments ?? [];
      if (specifier && ts.isStringLiteral(specifier) && base?.getText(file) === 'import.meta.url')
        imports.push({ from: specifier.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return imports;
}

/** The path a relative import means, without its query and with its extension left as written. */
function join(path: string, from: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of (from.split('?')[0] ?? '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function resolve(path: string, from: string, sources: Sources): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const target = join(path, from);
  return [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((name) => sources.has(name));
}

function wrongArrows(path: string, imports: readonly Import[]): string[] {
  const folder = folderOf(path);
  if (!(folder in arrows)) return [`${path} lies in no folder of the house.`];
  const allowed = reachable(folder);
  return imports.flatMap(({ from, typeOnly }) => {
    if (!from.startsWith('.')) {
      const platform = from.startsWith('node:') || from === 'electron';
      return platform && pure.has(folder) ? [`${path} imports ${from}; ${folder} must run anywhere.`] : [];
    }
    const target = join(path, from);
    // An example's address is data, not code.
    if (target.startsWith('examples/') && from.endsWith('?url')) return [];
    if (!target.startsWith('src/')) return [`${path} imports ${from}, which is outside src.`];
    const to = folderOf(target);
    if (to === 'preload' && (folder === 'main' || folder === 'renderer'))
      return typeOnly ? [] : [`${path} imports ${from}; preload shares types only.`];
    return allowed.has(to) ? [] : [`${path} imports ${from}; ${folder} must not import ${to}.`];
  });
}

function wrongWords(path: string, file: ts.SourceFile): string[] {
  const folder = folderOf(path);
  const declared = declaredNames(file);
  const found: string[] = [];
  const say = (node: ts.Node, problem: string): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    found.push(`${path}:${line} ${problem}`);
  };
  const visit = (node: ts.Node): void => {
    const member = mathMember(node);
    if (member === 'random') say(node, 'uses Math.random; take a seeded stream.');
    if (isWholeMath(node)) say(node, 'takes Math apart; name each member where it is used.');
    if (exact.has(folder) && path !== transcendentals) {
      if (member !== undefined && inexact.has(member))
        say(node, `uses Math.${member}, which differs between engines; take it from ${transcendentals}.`);
      if (isPower(node))
        say(node, `uses **, which differs between engines; take pow from ${transcendentals}.`);
    }
    const platform = pure.has(folder) ? platformGlobal(node, declared) : undefined;
    if (platform) say(node, `uses ${platform}; ${folder} must run anywhere.`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The name after `Math.` or in `Math['…']`. */
function mathMember(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && isMath(node.expression)) return node.name.text;
  if (!ts.isElementAccessExpression(node) || !isMath(node.expression)) return undefined;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

const isMath = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'Math';

/** Math other than as the object of a named member: taken apart, renamed, or read by a computed name. */
function isWholeMath(node: ts.Node): boolean {
  return isMath(node) && mathMember(node.parent) === undefined;
}

function isPower(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return true;
  // Whole literals, such as 2 ** 32, give an exact whole number everywhere.
  const whole = (side: ts.Expression): boolean => ts.isNumericLiteral(side) && /^\d+$/.test(side.text);
  return kind === ts.SyntaxKind.AsteriskAsteriskToken && !(whole(node.left) && whole(node.right));
}

/** A global of page or Node used here and declared nowhere in the file; `globalThis.document` counts. */
function platformGlobal(node: ts.Node, declared: ReadonlySet<string>): string | undefined {
  if (!ts.isIdentifier(node) || !platformGlobals.has(node.text)) return undefined;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText() === 'globalThis' ? node.text : undefined;
  const isName =
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node;
  return isName || declared.has(node.text) || ts.isJsxAttribute(parent) ? undefined : node.text;
}

function declaredNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const named =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isImportSpecifier(node);
    if (named && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Each import cycle once, as the path around it. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`Import cycle: ${[...trail.slice(start), path].join(' -> ')}.`);
    if (start >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
