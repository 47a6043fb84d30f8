import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { assemblyScript } from './scripts/build/assembly-script.mjs';
import { hostsModels } from './scripts/build/hosted-models.mjs';
import { hostsReranker } from './scripts/build/hosted-reranker.mjs';
import { plainIcons } from './scripts/build/plain-icons.mjs';
import { preparedLibraries, unpreparedLibraries } from './scripts/build/prepared-libraries.mjs';
import { sharedLibrary } from './scripts/build/shared-library.mjs';
import { startUpChunk } from './scripts/build/start-up-chunk.mjs';
import { vendorFiles } from './scripts/build/vendor-files.mjs';
import { webAppManifest } from './scripts/build/web-app-manifest.mjs';
import { findChromium } from './scripts/chromium.mjs';

const chromiumPath = await findChromium();

/** Data of tests that is no part of the project. */
const sharedFolder = resolve(process.env['INKSTONE_SHARED'] ?? '../shared');

/** Large libraries in chunks of their own name: the service worker stores those only when they are used. */
const libraryChunks = {
  groups: [
    { name: 'web-llm', test: /node_modules[\\/]@mlc-ai[\\/]/ },
    { name: 'wllama', test: /node_modules[\\/](@wllama|@huggingface[\\/]jinja)[\\/]/ },
    { name: 'transformers', test: /node_modules[\\/](@huggingface[\\/]transformers|onnxruntime-)/ },
  ],
};

/** What only an answer with a formula or a diagram needs, in a folder of its own: stored at first use as well. */
const richAnswerModules = new RegExp(
  [
    String.raw`[\\/]common[\\/](?:typeset|math-letters|draw-diagram)\.ts$`,
    String.raw`[\\/]node_modules[\\/](?:katex|mermaid|@mermaid-js|@chevrotain|chevrotain|cytoscape[^\\/]*|cose-base)[\\/]`,
    String.raw`[\\/]node_modules[\\/](?:layout-base|d3(?:-[^\\/]+)?|internmap|delaunator|robust-predicates|dagre-d3-es)[\\/]`,
    String.raw`[\\/]node_modules[\\/](?:dayjs|elkjs|es-toolkit|khroma|lodash-es|roughjs|hachure-fill|points-on-[^\\/]+)[\\/]`,
    String.raw`[\\/]node_modules[\\/](?:path-data-parser|stylis|ts-dedent|@iconify|@braintree|@upsetjs)[\\/]`,
  ].join('|'),
);

function chunkFileNames({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  const isForRichAnswers = moduleIds.length > 0 && moduleIds.every((id) => richAnswerModules.test(id));
  return isForRichAnswers ? 'assets/rich-answers/[name]-[hash].js' : 'assets/[name]-[hash].js';
}

/** A folder with an MLC model, which the browser tests then run for real. */
const webLlmModel = process.env['INKSTONE_WEBLLM_MODEL'];

const pdfLibrary = () => sharedLibrary('pdfjs-dist', 'vendor/pdfjs/pdf.min.mjs');

export default defineConfig({
  base: process.env['INKSTONE_BASE'] ?? '/',
  define: {
    __HOSTS_MODELS__: JSON.stringify(hostsModels(join(import.meta.dirname, 'public'))),
    __HOSTS_RERANKER__: JSON.stringify(hostsReranker(join(import.meta.dirname, 'public'))),
  },
  plugins: [
    plainIcons(),
    svelte(),
    assemblyScript(),
    vendorFiles(),
    pdfLibrary(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers',
      filename: 'service.worker.ts',
      injectRegister: false,
      manifest: webAppManifest,
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*'],
        // Hosted models are kept by the app itself once they are downloaded.
        globIgnores: ['lab.html', '**/*.map', 'models/hosted/**'],
        dontCacheBustURLsMatching: /^assets\//,
        // The worker decides what is stored and when; the list names every file.
        maximumFileSizeToCacheInBytes: 64 * 1024 * 1024,
      },
    }),
  ],
  resolve: {
    // The ONNX runtime comes from vendor/, so its loader must not carry a second copy along.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  optimizeDeps: {
    exclude: unpreparedLibraries,
    include: preparedLibraries,
  },
  worker: {
    format: 'es',
    plugins: () => [assemblyScript(), pdfLibrary()],
    // Told apart by name from what the page itself loads.
    rolldownOptions: {
      output: { chunkFileNames: 'assets/worker-[name]-[hash].js', codeSplitting: libraryChunks },
    },
  },
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  build: {
    target: 'esnext',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // The largest chunks are libraries that load only on demand.
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      input: ['index.html', 'lab.html'].filter((page) => existsSync(page)),
      output: {
        chunkFileNames,
        codeSplitting: {
          groups: [
            startUpChunk('app', resolve('src/main.ts')),
            startUpChunk('panes', resolve('src/ui/shell/Panes.svelte')),
          ],
        },
      },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          // A busy machine is no failure.
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        extends: true,
        define: { __WEBLLM_MODEL__: JSON.stringify(webLlmModel === undefined ? '' : resolve(webLlmModel)) },
        server: { fs: { allow: ['.', sharedFolder, ...(webLlmModel === undefined ? [] : [webLlmModel])] } },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/fixtures/fault-server.ts'],
          env: { INKSTONE_TEST_ALL: process.env['INKSTONE_TEST_ALL'] ?? '' },
          provide: { sharedFolder },
          // Two files share the browser: one waits while axe goes over the other's page.
          testTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
                // WebGPU in software, where there is no graphics processor.
                args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
