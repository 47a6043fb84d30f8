import type { ModelRecord } from '@mlc-ai/web-llm';
import { AppError } from '../../../src/core/app-error';
import type { ModelToOpen } from '../../language-models/text-engine';
import { storedAddressOf } from './stored-files';

/** What a model's keys and values take grows with its window; of a model that nobody has measured it is this at most. */
const usualContextTokens = 4096;
const usualLibraryPath = 'library.wasm';

/**
 * The record by which the library loads a model out of the store, with what is known of it by its id. Throws
 * `model-damaged` when the configuration or the compiled library is missing.
 */
export async function recordOf(model: ModelToOpen, known: readonly ModelRecord[]): Promise<ModelRecord> {
  const config = await readConfig(model.files);
  const address = storedAddressOf(model.id);
  const facts = known.find(({ model_id: id }) => id === model.id);
  const { model_manifest: _, integrity: __, ...kept } = facts ?? {};
  return {
    ...kept,
    model: address,
    model_id: model.id,
    model_lib: new URL(libraryPath(model.files), address).href,
    overrides: windowed(config, facts?.overrides ?? {}, facts !== undefined, model.contextTokens),
  };
}

type Overrides = NonNullable<ModelRecord['overrides']>;

function windowed(
  config: WindowSizes,
  overrides: Overrides,
  isMeasured: boolean,
  wanted: number | undefined,
): Overrides {
  const offered = Math.max(
    ...[config, overrides].flatMap((from) => [from.context_window_size ?? 0, from.sliding_window_size ?? 0]),
  );
  if (wanted === undefined && (isMeasured || offered <= usualContextTokens)) return overrides;
  const contextTokens = Math.min(wanted ?? usualContextTokens, offered > 0 ? offered : usualContextTokens);
  return { ...overrides, context_window_size: contextTokens, sliding_window_size: -1 };
}

interface WindowSizes {
  readonly context_window_size?: number;
  readonly sliding_window_size?: number;
}

async function readConfig(files: ModelToOpen['files']): Promise<WindowSizes> {
  const file = files.get('mlc-chat-config.json');
  if (!file) throw new AppError('model-damaged', 'the configuration of the model is missing');
  let config: unknown;
  try {
    config = JSON.parse(await file.text());
  } catch (error) {
    throw new AppError('model-damaged', 'the configuration of the model cannot be read', { cause: error });
  }
  return typeof config === 'object' && config !== null ? config : {};
}

function libraryPath(files: ModelToOpen['files']): string {
  if (files.has(usualLibraryPath)) return usualLibraryPath;
  const [path, ...others] = [...files.keys()].filter((name) => name.endsWith('.wasm'));
  if (path === undefined || others.length > 0) {
    throw new AppError('model-damaged', 'the compiled library of the model is missing');
  }
  return path;
}
