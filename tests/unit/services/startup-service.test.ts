import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { EmbedderContract } from '../../../src/contracts/embedder';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import type { StartupStatus } from '../../../src/services/app-services';
import { Startup, type SearchModels } from '../../../src/services/startup-service';
import type { Workers } from '../../../src/services/workers';

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A start whose embedder refuses the models of `unusable`. */
function startup(models: SearchModels, unusable: ReadonlyMap<string, AppError>) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const load: EmbedderContract['load'] = ({ modelPath }) => {
    const error = unusable.get(modelPath);
    if (error) return Promise.reject(error);
    return Promise.resolve({
      id: modelPath,
      dtype: 'fp32',
      dimension: 4,
      prefixes: { query: '', passage: '' },
      maxTokens: 8,
    });
  };
  serve(port2, { load });
  const embedder = { client: new RpcClient<EmbedderContract>(port1) };
  const workers = { startCore: () => undefined, embedder } as unknown as Workers;
  const started = new Startup(workers, { ...models, before: () => Promise.resolve() });
  const told: StartupStatus[] = [];
  started.observe((status) => told.push(status));
  return { started, told };
}

const chosen = { modelPath: 'installed:e5', fallbackPath: '/models/own' };

describe('the start of searching', () => {
  it('searches with the chosen model where it loads', async () => {
    const { started, told } = startup(chosen, new Map());
    await started.ready();
    expect(started.modelPath).toBe('installed:e5');
    expect(told.at(-1)).toEqual({ status: 'ready' });
  });

  it('falls back to the model of the app where the chosen one cannot be loaded, and says why', async () => {
    const { started, told } = startup(chosen, new Map([['installed:e5', new AppError('model-unsound')]]));
    await started.ready();
    expect(started.modelPath).toBe('/models/own');
    expect(told.at(-1)).toMatchObject({ status: 'ready', passedOver: { code: 'model-unsound' } });
  });

  it('fails where neither loads, and tries the chosen one first the next time', async () => {
    const unusable = new Map([
      ['installed:e5', new AppError('out-of-memory')],
      ['/models/own', new AppError('offline')],
    ]);
    const { started, told } = startup(chosen, unusable);
    await expect(started.ready()).rejects.toMatchObject({ code: 'offline' });
    expect(told.at(-1)).toMatchObject({ status: 'failed', error: { code: 'offline' } });
    unusable.clear();
    await started.ready();
    expect(started.modelPath).toBe('installed:e5');
  });

  it('passes on why a choice was passed over before it was tried', async () => {
    const passedOver = new AppError('model-damaged');
    const { started, told } = startup({ modelPath: '/models/own', passedOver }, new Map());
    await started.ready();
    expect(told.at(-1)).toEqual({ status: 'ready', passedOver });
  });

  it('changes the model while it runs', async () => {
    const unusable = new Map([['installed:broken', new AppError('model-unsound')]]);
    const { started, told } = startup({ modelPath: '/models/own' }, unusable);
    await started.ready();
    expect(await started.change(chosen)).toBe(true);
    expect(started.modelPath).toBe('installed:e5');
    expect(await started.change({ modelPath: 'installed:broken', fallbackPath: '/models/own' })).toBe(true);
    expect(started.modelPath).toBe('/models/own');
    expect(told.at(-1)).toMatchObject({ passedOver: { code: 'model-unsound' } });
    expect(await started.change({ modelPath: '/models/own' })).toBe(true);
    expect(told.at(-1)).toEqual({ status: 'ready' });
  });

  it('takes a change after a start that failed when it is tried again', async () => {
    const { started } = startup(
      { modelPath: '/models/own' },
      new Map([['/models/own', new AppError('offline')]]),
    );
    await expect(started.ready()).rejects.toMatchObject({ code: 'offline' });
    expect(await started.change(chosen)).toBe(false);
    await started.ready();
    expect(started.modelPath).toBe('installed:e5');
  });
});
