/** Languages by the extensions of their files; the names are those that code fences use. */
const extensionsOf: Readonly<Record<string, string>> = {
  ada: 'adb ads',
  assembly: 'asm s',
  awk: 'awk',
  bash: 'bash sh zsh ksh fish command',
  batch: 'bat cmd',
  bibtex: 'bib',
  c: 'c h',
  clojure: 'clj cljs cljc edn',
  cmake: 'cmake',
  cobol: 'cob cbl',
  cpp: 'cc cpp cxx c++ hh hpp hxx ino',
  csharp: 'cs csx',
  css: 'css scss sass less',
  cuda: 'cu cuh',
  d: 'd',
  dart: 'dart',
  diff: 'diff patch',
  elixir: 'ex exs',
  elm: 'elm',
  erlang: 'erl hrl',
  fortran: 'f f77 f90 f95 for',
  fsharp: 'fs fsi fsx',
  glsl: 'glsl vert frag',
  go: 'go',
  gradle: 'gradle',
  graphql: 'graphql gql',
  groovy: 'groovy',
  haskell: 'hs lhs',
  hcl: 'hcl tf tfvars',
  ini: 'ini cfg conf properties env editorconfig',
  java: 'java',
  javascript: 'js mjs cjs jsx',
  julia: 'jl',
  kotlin: 'kt kts',
  lisp: 'lisp lsp el cl',
  lua: 'lua',
  makefile: 'mk mak',
  matlab: 'm',
  nim: 'nim',
  nix: 'nix',
  objectivec: 'mm',
  ocaml: 'ml mli',
  pascal: 'pas pp',
  perl: 'pl pm',
  php: 'php',
  powershell: 'ps1 psm1 psd1',
  prolog: 'pro',
  protobuf: 'proto',
  python: 'py pyi pyw pyx',
  r: 'r',
  racket: 'rkt',
  ruby: 'rb rake gemspec',
  rust: 'rs',
  scala: 'scala sc',
  scheme: 'scm ss',
  solidity: 'sol',
  sql: 'sql',
  svelte: 'svelte',
  swift: 'swift',
  tcl: 'tcl',
  toml: 'toml',
  typescript: 'ts mts cts tsx',
  vb: 'vb bas vbs',
  verilog: 'v sv svh',
  vhdl: 'vhd vhdl',
  vim: 'vim',
  vue: 'vue',
  wgsl: 'wgsl',
  xml: 'xsl xslt xsd wsdl plist',
  yaml: 'yaml yml',
  zig: 'zig',
};

const languages = new Map(
  Object.entries(extensionsOf).flatMap(([language, extensions]) =>
    extensions.split(' ').map((extension) => [extension, language] as const),
  ),
);

const languagesByName: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  gemfile: 'ruby',
  rakefile: 'ruby',
  jenkinsfile: 'groovy',
  'cmakelists.txt': 'cmake',
};

const languagesByProgram: readonly (readonly [program: RegExp, language: string])[] = [
  [/\b(?:ba|z|k|da|fi)?sh\b/, 'bash'],
  [/\bpython[\d.]*\b/, 'python'],
  [/\b(?:node|deno|bun)\b/, 'javascript'],
  [/\bperl\b/, 'perl'],
  [/\bruby\b/, 'ruby'],
  [/\bphp\b/, 'php'],
  [/\bRscript\b/, 'r'],
  [/\b[gm]?awk\b/, 'awk'],
  [/\blua\b/, 'lua'],
];

export const sourceExtensions: readonly string[] = [...languages.keys()];

/** The programming language of a file by its name, else by the program that its first line names. */
export function languageOfSource(name: string, firstLine: string): string | undefined {
  const fileName = name.split(/[/\\]/).at(-1)?.toLowerCase() ?? '';
  const byName = languagesByName[fileName] ?? languages.get(/\.([^.]+)$/.exec(fileName)?.[1] ?? '');
  if (byName !== undefined || !firstLine.startsWith('#!')) return byName;
  return languagesByProgram.find(([program]) => program.test(firstLine))?.[1];
}
