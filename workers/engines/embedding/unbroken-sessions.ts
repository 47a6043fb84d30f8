import { memoised } from '../../../src/core/memoised';

/**
 * transformers.js makes and runs all sessions in two chains of promises, each of which a single failure breaks for
 * good: a damaged file, or a graphics device that went, would be told of every model after it. So here a failure passes
 * through the chain as a value, and is thrown by the first touch of it, which is the same caller's.
 */
export const keepSessionsUnbroken = memoised(async () => {
  // The module that transformers.js itself imports.
  const { InferenceSession } = await import('onnxruntime-web/webgpu');
  const sessions: { create: AnyAsync } = InferenceSession as unknown as { create: AnyAsync };
  sessions.create = throughChain(sessions.create);
  const { prototype } = InferenceSession as unknown as { prototype: { run: AnyAsync } };
  prototype.run = throughChain(prototype.run);
});

type AnyAsync = (this: unknown, ...values: unknown[]) => Promise<unknown>;

function throughChain(work: AnyAsync): AnyAsync {
  return async function (...values) {
    try {
      return await work.apply(this, values);
    } catch (error) {
      return failing(error);
    }
  };
}

/** An object that throws at every touch, but for the one that finds out whether it is a promise. */
export function failing(error: unknown): object {
  const fail = (): never => {
    throw error;
  };
  return new Proxy(
    {},
    { get: (_, name) => (name === 'then' ? undefined : fail()), has: fail, ownKeys: fail, set: fail },
  );
}
