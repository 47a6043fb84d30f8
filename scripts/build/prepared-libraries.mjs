/**
 * Every library that the app names, as it names it. Vite bundles them before the first page is served: one that it finds
 * later (behind a dynamic import, in a component that comes on demand) makes it bundle all of them again and reload the
 * page, in the middle of a test.
 */
export const preparedLibraries = [
  '@huggingface/jinja',
  '@huggingface/transformers',
  '@mlc-ai/web-llm',
  '@mozilla/readability',
  '@wllama/wllama',
  '@zip.js/zip.js/lib/zip-core-reader.js',
  'bits-ui',
  'chardet',
  'dexie',
  'dompurify',
  'entities',
  'hash-wasm',
  'htmlparser2',
  'katex',
  'linkedom/worker',
  'marked',
  'mermaid',
  'onnxruntime-web/webgpu',
  'papaparse',
  'pdfjs-dist',
  'postal-mime',
  'virtua/svelte',
];

/** Served as they are: voy brings its own WebAssembly, and the icons are a file each. */
export const unpreparedLibraries = ['voy-search', '@lucide/svelte'];
