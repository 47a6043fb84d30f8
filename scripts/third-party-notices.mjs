/**
 * Lists every library that the built app may contain, with its licence, from node_modules:
 * the table goes to THIRD_PARTY_NOTICES.md, the licence texts to public/third-party-notices.txt.
 * Run it after a dependency changes: `node scripts/third-party-notices.mjs`.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const licenceFile = /^(licen[cs]e|copying|notice|third[-_ ]?party)/i;

/** Build tools whose run-time part is compiled into the app, without what only their compilers need. */
const compiledIn = ['svelte', 'clsx', 'esm-env'];

/** Types only, of command lines only, or replaced by an override because a browser has no use for them. */
const neverShipped = /^(@types\/|commander$|onnxruntime-node$|sharp$)/;

/** Files that a package carries for others, and that the app serves beside its code. */
const carried = [
  { name: 'Adobe CMap resources', by: 'pdfjs-dist', licence: 'BSD-3-Clause', file: 'cmaps/LICENSE' },
  { name: 'Foxit fonts', by: 'pdfjs-dist', licence: 'BSD-3-Clause', file: 'standard_fonts/LICENSE_FOXIT' },
  {
    name: 'Liberation fonts',
    by: 'pdfjs-dist',
    licence: 'OFL-1.1',
    file: 'standard_fonts/LICENSE_LIBERATION',
  },
  { name: 'JBIG2 decoder of PDFium', by: 'pdfjs-dist', licence: 'BSD-3-Clause', file: 'wasm/LICENSE_JBIG2' },
  { name: 'JBIG2 bindings', by: 'pdfjs-dist', licence: 'Apache-2.0', file: 'wasm/LICENSE_PDFJS_JBIG2' },
  { name: 'OpenJPEG', by: 'pdfjs-dist', licence: 'BSD-2-Clause', file: 'wasm/LICENSE_OPENJPEG' },
  {
    name: 'OpenJPEG bindings',
    by: 'pdfjs-dist',
    licence: 'BSD-2-Clause',
    file: 'wasm/LICENSE_PDFJS_OPENJPEG',
  },
  { name: 'qcms', by: 'pdfjs-dist', licence: 'MIT', file: 'wasm/LICENSE_QCMS' },
  { name: 'qcms bindings', by: 'pdfjs-dist', licence: 'BSD-2-Clause', file: 'wasm/LICENSE_PDFJS_QCMS' },
  { name: 'ICC profiles', by: 'pdfjs-dist', licence: 'CC0-1.0', file: 'iccs/LICENSE' },
];

/**
 * @typedef {{ name: string, version: string, licence: string, home: string, texts: string[] }} Entry
 * @typedef {{ version: string, license?: string, licenses?: { type: string }[], homepage?: string,
 *   repository?: string | { url?: string }, dependencies?: Record<string, string> }} Manifest
 */

const packages = await shippedPackages();
/** @type {Entry[]} */
const parts = [];
for (const part of carried) {
  const text = await readFile(path.join(modules, part.by, part.file), 'utf8');
  parts.push({ name: part.name, version: `in ${part.by}`, licence: part.licence, home: '', texts: [text] });
}
await writeFile(path.join(root, 'THIRD_PARTY_NOTICES.md'), table([...packages, ...parts]));
await writeFile(path.join(root, 'public/third-party-notices.txt'), texts([...packages, ...parts]));
console.log(`${packages.length} packages, ${parts.length} carried parts`);

async function shippedPackages() {
  const { dependencies } = await readJson(path.join(root, 'package.json'));
  const waiting = [...Object.keys(dependencies ?? {}), ...compiledIn].map((name) => ({
    name,
    from: modules,
  }));
  /** @type {Map<string, Entry>} */
  const found = new Map();
  for (const { name, from } of waiting) {
    if (neverShipped.test(name)) continue;
    const folder = findPackage(name, from);
    if (folder === undefined || found.has(folder)) continue;
    const manifest = await readJson(path.join(folder, 'package.json'));
    found.set(folder, {
      name,
      version: manifest.version,
      licence: licenceOf(manifest),
      home: homeOf(manifest),
      texts: await licenceTexts(folder),
    });
    if (compiledIn.includes(name)) continue;
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      waiting.push({ name: dependency, from: path.join(folder, 'node_modules') });
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * As Node looks packages up: the nearest node_modules above wins.
 * @param {string} name
 * @param {string} from
 */
function findPackage(name, from) {
  for (let folder = from; folder.startsWith(root); folder = path.dirname(folder)) {
    const candidate = path.basename(folder) === 'node_modules' ? path.join(folder, name) : undefined;
    if (candidate !== undefined && existsSync(path.join(candidate, 'package.json'))) return candidate;
  }
  return undefined;
}

/** @param {string} folder */
async function licenceTexts(folder) {
  const names = (await readdir(folder)).filter((name) => licenceFile.test(name)).sort();
  return Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
}

/** @param {Manifest} manifest */
function licenceOf({ license, licenses }) {
  return license ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'unknown';
}

/** @param {Manifest} manifest */
function homeOf({ homepage, repository }) {
  const address = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? '';
  return address
    .replace(/^git\+|\.git$/g, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    .replace(/^(github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$2');
}

/** @param {readonly Entry[]} entries */
function table(entries) {
  const rows = entries.map(
    ({ name, version, licence, home }) =>
      `| ${home ? `[${name}](${home})` : name} | ${version} | ${licence} |`,
  );
  return `# Third-party notices

The built app contains these libraries. Their licence texts are in
[public/third-party-notices.txt](public/third-party-notices.txt), which is served with the app.
Written by \`node scripts/third-party-notices.mjs\`; do not edit.

| Library | Version | Licence |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/**
 * Libraries that share a licence text word for word are named above one copy of it.
 * @param {readonly Entry[]} entries
 */
function texts(entries) {
  /** @type {Map<string, string[]>} */
  const namesByText = new Map();
  for (const { name, version, licence, texts: own } of entries) {
    for (const text of own.length > 0 ? own : [`Licence: ${licence}`]) {
      const tidy = text.replaceAll('\r\n', '\n').trim();
      namesByText.set(tidy, [...(namesByText.get(tidy) ?? []), `${name} ${version} (${licence})`]);
    }
  }
  const line = '-'.repeat(80);
  return [...namesByText]
    .map(([text, names]) => `${line}\n${names.join('\n')}\n${line}\n\n${text}\n`)
    .join('\n');
}

/**
 * @param {string} file
 * @returns {Promise<Manifest>}
 */
async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}
