import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The layers of src/, left to right; each may import only what stands left of it.
 * A per-folder block replaces the global one, so the common bans are repeated in each.
 */
const layers = ['core', 'rpc', 'contracts', 'storage', 'services', 'state', 'ui', 'main', 'lab'];

const engineLibraries = [
  '@mlc-ai/web-llm',
  '@huggingface/transformers',
  '@huggingface/tokenizers',
  'voy-search',
  'pdfjs-dist',
  '@wllama/wllama',
];

/**
 * @param {({ message: string } & ({ group: string[] } | { regex: string }))[]} patterns
 * @param {{ allowsEngines?: boolean, allowsDexie?: boolean }} [allowances]
 * @returns {import('eslint').Linter.RulesRecord}
 */
function restrict(patterns, { allowsEngines = false, allowsDexie = false } = {}) {
  const bans = [...patterns];
  if (!allowsEngines) {
    bans.push({
      group: engineLibraries.flatMap((name) => [name, `${name}/*`]),
      message: 'Only workers/engines names an engine library.',
    });
  }
  if (!allowsDexie) bans.push({ group: ['dexie'], message: "A library's types stop at storage." });
  return { 'no-restricted-imports': ['error', { patterns: bans }] };
}

const layerBlocks = layers.slice(0, -1).map((layer, index) => {
  const right = layers.slice(index + 1);
  /** @type {Parameters<typeof restrict>[0]} */
  const patterns = [
    {
      regex: `^(\\.\\./)+(${right.join('|')})(/|$)`,
      message: `${layer} may import only what stands left of it: ${layers.slice(0, index).join(', ')}.`,
    },
    { regex: '(^|/)workers/', message: 'No file of src/ imports from workers/; name an entry by new URL().' },
  ];
  if (!['state', 'ui', 'main'].includes(layer)) {
    patterns.push({ regex: '/i18n(/|$)', message: 'Wording belongs to state and ui.' });
    patterns.push({ group: ['svelte', 'svelte/*'], message: 'Svelte belongs to state and ui.' });
  }
  return {
    files: [`src/${layer}/**/*.{ts,svelte}`],
    rules: restrict(patterns, { allowsDexie: layer === 'storage' }),
  };
});

export default defineConfig(
  { ignores: ['dist', 'node_modules', 'public', 'test-results', 'playwright-report', '.lab'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node, ...globals.serviceworker },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Taking a field out of an object by name is how a copy without it is made.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    // The linter sees a component's props and methods as `any`; svelte-check is what types them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Maps and sets are replaced whole ($state.raw) and never changed in place.
    files: ['src/state/**', 'src/ui/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  ...layerBlocks,
  {
    // The source viewer lays the text of PDF pages over them in the document, which no worker can do.
    files: ['src/ui/source/pdf-document.ts'],
    rules: restrict(
      [
        { regex: '^(\\.\\./)+(main|lab)(/|$)', message: 'ui may import only what stands left of it.' },
        {
          regex: '(^|/)workers/',
          message: 'No file of src/ imports from workers/; name an entry by new URL().',
        },
      ],
      { allowsEngines: true },
    ),
  },
  {
    // The lab stands beside main, right of everything else, and nothing imports it.
    files: ['src/lab/**/*.ts', 'src/main.ts'],
    rules: restrict([
      {
        regex: '(^|/)workers/',
        message: 'No file of src/ imports from workers/; name an entry by new URL().',
      },
      { regex: '^\\.\\.?/lab(/|$)', message: 'The lab is no part of the app.' },
    ]),
  },
  {
    files: ['workers/**/*.ts'],
    rules: restrict([
      {
        regex: '(^|/)(services|state|ui|i18n)(/|$)',
        message: 'Workers import core, rpc, contracts and storage only.',
      },
    ]),
  },
  {
    files: ['workers/engines/**/*.ts'],
    rules: restrict(
      [
        {
          regex: '(^|/)(services|state|ui|i18n)(/|$)',
          message: 'Engines import core, rpc, contracts and storage only.',
        },
      ],
      { allowsEngines: true },
    ),
  },
  {
    // AssemblyScript: its kinds of number are all one to the linter, and turning one into another looks idle.
    files: ['workers/engines/vector/kernel/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  {
    files: ['scripts/**', 'tests/**', '*.config.*', '*.js'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    ...tseslint.configs.disableTypeChecked,
  },
);
