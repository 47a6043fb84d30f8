import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import { RpcClient } from '../../../src/rpc/client';
import { transfer, type Call, type Stream } from '../../../src/rpc/protocol';
import { serve } from '../../../src/rpc/server';

type TestContract = {
  double: Call<number, number>;
  fail: Call<string, void>;
  wait: Call<void, void>;
  steps: Call<number, string, number>;
  count: Stream<number, number>;
  buffer: Call<void, { bytes: Uint8Array }>;
  unclonable: Call<void, unknown>;
};

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function connect(procedures: Partial<TestContract>): RpcClient<TestContract> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const client = new RpcClient<TestContract>(port2);
  serve(port1, procedures);
  return client;
}

describe('a call', () => {
  it('returns what the procedure returns', async () => {
    const client = connect({ double: (value) => Promise.resolve(value * 2) });
    await expect(client.call('double', 21)).resolves.toBe(42);
  });

  it('made before the other end listens is answered once it does', async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const client = new RpcClient<TestContract>(port2);
    const answer = client.call('double', 4);
    serve(port1, { double: (value: number) => Promise.resolve(value * 2) });
    await expect(answer).resolves.toBe(8);
  });

  it('keeps the code of an error across the port', async () => {
    const client = connect({ fail: (message) => Promise.reject(new AppError('corrupt', message)) });
    await expect(client.call('fail', 'bad bytes')).rejects.toMatchObject({
      name: 'AppError',
      code: 'corrupt',
      message: 'bad bytes',
    });
  });

  it('gives an error without a code the code internal', async () => {
    const client = connect({ fail: () => Promise.reject(new TypeError('x is not a function')) });
    await expect(client.call('fail', '')).rejects.toMatchObject({ code: 'internal' });
  });

  it('to an unknown procedure fails instead of hanging', async () => {
    const client = connect({});
    await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'internal' });
  });

  it('whose result cannot be cloned fails instead of hanging', async () => {
    const client = connect({ unclonable: () => Promise.resolve(() => 1) });
    await expect(client.call('unclonable', undefined)).rejects.toMatchObject({ code: 'internal' });
  });

  it('whose input cannot be cloned fails instead of hanging', async () => {
    const client = connect({ double: (value) => Promise.resolve(value) });
    await client.call('double', 1);
    await expect(client.call('double', (() => 1) as unknown as number)).rejects.toThrow();
  });

  it('reports progress in order, before its result', async () => {
    const client = connect({
      steps: (count, { progress }) => {
        for (let i = 1; i <= count; i += 1) progress(i);
        return Promise.resolve('done');
      },
    });
    const seen: number[] = [];
    await expect(client.call('steps', 3, { onProgress: (value) => seen.push(value) })).resolves.toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('that is aborted rejects with AbortError and aborts the procedure', async () => {
    const aborted = vi.fn();
    const client = connect({
      wait: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted();
            reject(signal.reason as Error);
          });
        }),
    });
    const controller = new AbortController();
    const call = client.call('wait', undefined, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => aborted.mock.calls.length).toBe(1);
  });

  it('with a signal that is already aborted never reaches the procedure', async () => {
    const double = vi.fn((value: number) => Promise.resolve(value));
    const client = connect({ double });
    await expect(client.call('double', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await client.call('double', 2);
    expect(double).toHaveBeenCalledOnce();
  });

  it('is rejected when the other end crashes, and so is every later one', async () => {
    const client = connect({ wait: () => new Promise(() => undefined) });
    const open = client.call('wait', undefined);
    client.fail(new AppError('worker-crashed'));
    await expect(open).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  it('moves the buffers that were marked for transfer', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const client = connect({ buffer: () => Promise.resolve(transfer({ bytes }, [bytes.buffer])) });
    const result = await client.call('buffer', undefined);
    expect([...result.bytes]).toEqual([1, 2, 3]);
    expect(bytes.byteLength).toBe(0);
  });
});

describe('a stream', () => {
  it('yields every item in order and ends', async () => {
    const client = connect({
      count: async function* (end) {
        for (let i = 0; i < end; i += 1) yield await Promise.resolve(i);
      },
    });
    const seen: number[] = [];
    for await (const value of client.stream('count', 100)) seen.push(value);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('leaving the loop stops the generator of the other end', async () => {
    const ended = vi.fn();
    const client = connect({
      count: async function* () {
        try {
          for (let i = 0; ; i += 1) yield await Promise.resolve(i);
        } finally {
          ended();
        }
      },
    });
    for await (const value of client.stream('count', 0)) if (value === 5) break;
    await expect.poll(() => ended.mock.calls.length).toBe(1);
  });

  it('does not run far ahead of a slow reader', async () => {
    let produced = 0;
    const client = connect({
      count: async function* () {
        for (; produced < 10_000; produced += 1) yield await Promise.resolve(produced);
      },
    });
    const items = client.stream('count', 0);
    await items.next();
    await client.call('double', 1).catch(() => undefined);
    expect(produced).toBeLessThan(100);
    await items.return();
  });

  it('fails at the place where the generator failed', async () => {
    const client = connect({
      count: async function* () {
        yield await Promise.resolve(1);
        throw new AppError('device-lost');
      },
    });
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const value of client.stream('count', 0)) seen.push(value);
    };
    await expect(read()).rejects.toMatchObject({ code: 'device-lost' });
    expect(seen).toEqual([1]);
  });

  it('that is aborted ends with AbortError', async () => {
    const client = connect({
      count: async function* (_, { signal }) {
        yield 1;
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    });
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const value of client.stream('count', 0, { signal: controller.signal })) {
        expect(value).toBe(1);
        controller.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
