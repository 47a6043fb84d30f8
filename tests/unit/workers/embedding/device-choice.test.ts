import { describe, expect, it } from 'vitest';
import { DeviceChoice, type TrialResult } from '../../../../workers/engines/embedding/device-choice';
import type { Device } from '../../../../workers/engines/embedding/device-memory';

const modelPath = '/models/some-model';
const faster: TrialResult = { wasmMs: 100, webgpuMs: 10, leastCosine: 0.9999 };

/** A choice whose trials come to `results`, in turn, on a graphics processor that can be changed. */
function choiceWith(results: (TrialResult | Error)[], stored = new Map<string, Device>()) {
  const machine = { processor: 'maker/one' as string | undefined, trials: 0 };
  const choice = new DeviceChoice({
    findProcessor: () =>
      Promise.resolve(machine.processor === undefined ? undefined : { name: machine.processor }),
    memory: {
      recall: (key) => Promise.resolve(stored.get(key)),
      remember: (key, device) => Promise.resolve(void stored.set(key, device)),
      forget: (key) => Promise.resolve(void stored.delete(key)),
    },
    tryBoth: () => {
      machine.trials += 1;
      const result = results.shift();
      return result instanceof Error || !result
        ? Promise.reject(result ?? new Error())
        : Promise.resolve(result);
    },
  });
  return { choice, machine, stored };
}

describe('the device for a model', () => {
  it('is the graphics processor where that is faster, measured once', async () => {
    const { choice, machine } = choiceWith([faster]);
    expect(await choice.choose(modelPath)).toBe('webgpu');
    expect(await choice.choose(modelPath)).toBe('webgpu');
    expect(machine.trials).toBe(1);
  });

  it('is the processor where the graphics processor is hardly faster, or gives other vectors', async () => {
    const others: TrialResult[] = [
      { ...faster, webgpuMs: 95 },
      { ...faster, leastCosine: 0.99 },
      { ...faster, leastCosine: Number.NaN },
    ];
    for (const result of others) expect(await choiceWith([result]).choice.choose(modelPath)).toBe('wasm');
  });

  it('is the processor after a trial that failed, which is not made again', async () => {
    const { choice, machine } = choiceWith([new Error('the device was lost'), faster]);
    expect(await choice.choose(modelPath)).toBe('wasm');
    expect(await choice.choose(modelPath)).toBe('wasm');
    expect(machine.trials).toBe(1);
  });

  it('is measured anew on another machine, for another model, and after a failure', async () => {
    const { choice, machine } = choiceWith([faster, faster, faster, { ...faster, webgpuMs: 200 }]);
    await choice.choose(modelPath);
    machine.processor = 'maker/two';
    await choice.choose(modelPath);
    await choice.choose('/models/other');
    expect(machine.trials).toBe(3);
    await choice.forget(modelPath);
    expect(await choice.choose(modelPath)).toBe('wasm');
    expect(machine.trials).toBe(4);
  });

  it('needs no trial without a graphics processor, and no memory that works', async () => {
    const { choice, machine } = choiceWith([faster]);
    machine.processor = undefined;
    expect(await choice.choose(modelPath)).toBe('wasm');
    expect(machine.trials).toBe(0);
    const broken = new DeviceChoice({
      findProcessor: () => Promise.resolve({ name: 'maker/one' }),
      memory: {
        recall: () => Promise.reject(new Error('no storage')),
        remember: () => Promise.reject(new Error('no storage')),
        forget: () => Promise.reject(new Error('no storage')),
      },
      tryBoth: () => Promise.resolve(faster),
    });
    expect(await broken.choose(modelPath)).toBe('webgpu');
    await broken.forget(modelPath);
  });
});
