import { expect, inject, it } from 'vitest';
import { storiesGguf } from '../../../../scripts/lab/made-model/gguf-stories.mjs';
import { writingGguf } from '../../../../scripts/lab/made-model/gguf-writing.mjs';
import { createWllamaEngine } from '../../../../workers/engines/wllama/wllama-engine';

declare module 'vitest' {
  interface ProvidedContext {
    sharedFolder: string;
  }
}
async function stories(): Promise<File> {
  const folder = `/@fs${inject('sharedFolder')}/models/stories260k-llama2c`;
  const [m, t] = await Promise.all(['stories260K.bin', 'tok512.bin'].map(async (n) => (await fetch(`${folder}/${n}`)).arrayBuffer()));
  return new File([storiesGguf(m!, t!)], 'stories.gguf');
}
const request = { maxTokens: 24, temperature: 0, topP: 1 };
it('smokes', async () => {
  const log: unknown[] = [];
  log.push(crossOriginIsolated, navigator.hardwareConcurrency);
  let t = performance.now();
  const fr: number[] = [];
  const model = await createWllamaEngine().open({ id: 'x', files: new Map([['a.gguf', await stories()]]) }, { signal: new AbortController().signal, onProgress: (f) => fr.push(f) });
  log.push('open', performance.now() - t, fr.at(-1), model.contextTokens);
  const run = async (content: string, more = {}) => {
    const t0 = performance.now();
    let text = '';
    let end;
    for await (const e of model.stream({ ...request, messages: [{ role: 'user', content }], ...more }, new AbortController().signal)) {
      if (e.kind === 'text') text += e.text;
      else end = e;
    }
    return { text, end, ms: performance.now() - t0 };
  };
  const long = 'Once upon a time there was a big dog who ran in the park.';
  t = performance.now();
  log.push('count', await model.countTokens([{ role: 'user', content: long }]), performance.now() - t);
  log.push(await run(long), await run(long), await run(long + ' He was happy.'));
  log.push(await run('x'.repeat(900)).catch((e: unknown) => [e.code, String(e)]));
  log.push(await run(long));
  log.push(await run('Tom and Lily saw an old cat and wanted to play with it outside'));
  log.push(await run(long));
  await model.close();
  const w = await createWllamaEngine().open({ id: 'x', files: new Map([['a.gguf', new File([writingGguf('中文😀')], 'w.gguf')]]) }, { signal: new AbortController().signal, onProgress: () => undefined });
  for (const n of [1, 2, 3, 5, 8, 30]) {
    let text = '';
    let end;
    const pieces: string[] = [];
    try {
    for await (const e of w.stream({ ...request, maxTokens: n, messages: [{ role: 'user', content: '写' }] }, new AbortController().signal)) {
      if (e.kind === 'text') pieces.push(e.text); else end = e;
    }} catch (e) { log.push(String(e)); }
    log.push([n, pieces, end]);
  }
  log.push(await w.countTokens([{ role: 'user', content: '写' }]));
  await w.close();
  console.log(JSON.stringify(log, null, 1));
  expect(1).toBe(1);
});
