import type { Voy } from 'voy-search';
import wasmUrl from 'voy-search/voy_search_bg.wasm?url';

let loading: Promise<typeof Voy> | undefined;

/** voy's class with its wasm started; loaded once, when it is first chosen. */
export function loadVoy(): Promise<typeof Voy> {
  loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(): Promise<typeof Voy> {
  const glue = await import('voy-search/voy_search_bg.js');
  const imports = { './voy_search_bg.js': glue } as unknown as WebAssembly.Imports;
  const bytes = await (await fetch(wasmUrl)).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  return glue.Voy;
}
