// The package types only its front, which imports its wasm as a module; browsers cannot do that yet.
declare module 'voy-search/voy_search_bg.js' {
  export { Voy } from 'voy-search';
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
