import { AppError } from '../../src/core/app-error';
import type { ModelFormat } from '../../src/core/models/model-package';
import type { TextEngine } from './text-engine';

/** How to come by each engine; none is loaded before a model asks for it. */
export type EngineLoaders = Readonly<Partial<Record<ModelFormat | 'built-in', () => Promise<TextEngine>>>>;

/** The engine that runs models of a format; `built-in` for the one without files. */
export type EngineFor = (format: ModelFormat | 'built-in') => Promise<TextEngine>;

/** Throws `model-incompatible` for a format that no engine runs. */
export function createRegistry(loaders: EngineLoaders): EngineFor {
  const engines = new Map<string, Promise<TextEngine>>();
  return (format) => {
    const load = loaders[format];
    if (!load)
      return Promise.reject(new AppError('model-incompatible', `no engine writes with ${format} models`));
    const known = engines.get(format);
    if (known) return known;
    const loading = load().catch((error: unknown) => {
      engines.delete(format);
      throw error;
    });
    engines.set(format, loading);
    return loading;
  };
}
