import { AppError } from '../../../src/core/app-error';
import type { LoadProgress } from '../../../src/contracts/embedder';
import { readInstalledPath, type InstalledModel } from '../../../src/core/models/installed-path';
import { chooseOnnxWeights, type OnnxWeights } from '../../../src/core/models/onnx-files';

/** The files of a model that is kept on this device, by path. */
export type OpenModelFiles = (model: InstalledModel) => Promise<ReadonlyMap<string, File>>;

/** As folders beside the app are prepared. */
const hostedWeights: OnnxWeights = {
  dtype: 'q8',
  files: [{ path: 'onnx/model_quantized.onnx', from: 'onnx/model_quantized.onnx' }],
};

const noInstalledFiles: OpenModelFiles = ({ id }) =>
  Promise.reject(new AppError('model-load-failed', `${id} is not on this device`));

/**
 * Fetches a model's files and tells of all that is `expect`ed with one progress, from when the size of each is
 * known, so that the total never grows. Throws `offline` when nothing answers, `model-load-failed` when a file is
 * missing or damaged.
 */
export class ModelFiles {
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #expected = new Map<string, { loaded: number; total: number } | undefined>();
  /** The pathname that stands for the model's folder; for an installed model no host has it. */
  readonly folder: string;
  readonly #installed: Promise<ReadonlyMap<string, File>> | undefined;
  #failure: AppError | undefined;

  constructor(
    readonly modelPath: string,
    onProgress: (progress: LoadProgress) => void,
    openInstalled: OpenModelFiles = noInstalledFiles,
  ) {
    this.#onProgress = onProgress;
    const installed = readInstalledPath(modelPath);
    this.folder = installed
      ? `/installed/${installed.id.replace(/[^\w.-]/g, '_')}`
      : modelPath.replace(/\/$/, '');
    this.#installed = installed && openInstalled(installed);
    // Whoever asks for a file hears of it.
    this.#installed?.catch(() => undefined);
  }

  /** Whether it is kept on this device, rather than beside the app. */
  get isInstalled(): boolean {
    return this.#installed !== undefined;
  }

  /** Which of a model's graphs there is to be loaded. Throws `model-damaged` where there is none. */
  async weights(): Promise<OnnxWeights> {
    if (!this.#installed) return hostedWeights;
    const weights = chooseOnnxWeights([...(await this.#installed).keys()]);
    if (!weights) throw new AppError('model-damaged', `${this.modelPath} has no weights`);
    return weights;
  }

  /** The first failure to reach a file: a library that fetches through `fetch` may not pass it on. */
  get failure(): AppError | undefined {
    return this.#failure;
  }

  /** The address of a file of the model. */
  address(name: string): string {
    return `${this.folder}/${name}`;
  }

  /** Files whose bytes count in the progress. */
  expect(addresses: readonly string[]): void {
    for (const address of addresses) this.#expected.set(address, undefined);
  }

  /** Like the global `fetch`, for any address of this origin. */
  async fetch(address: string): Promise<Response> {
    const response = await this.#request(address);
    if (!this.#expected.has(address)) return response;
    const { body, status, headers } = response;
    const entry = { loaded: 0, total: contentLength(response) };
    this.#expected.set(address, entry);
    if (!body) return response;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, controller) => {
        entry.loaded += part.byteLength;
        this.#report();
        controller.enqueue(part);
      },
    });
    return new Response(body.pipeThrough(counter), { status, headers });
  }

  async bytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.fetch(address);
    if (!response.ok) throw missing(address, response.status);
    return this.#read(address, response);
  }

  async json(address: string): Promise<unknown> {
    return parse(address, await this.bytes(address));
  }

  /** Undefined when there is no such file. */
  async optionalJson(address: string): Promise<unknown> {
    const response = await this.fetch(address);
    if (response.status === 404) return undefined;
    if (!response.ok) throw missing(address, response.status);
    return parse(address, await this.#read(address, response));
  }

  async #request(address: string): Promise<Response> {
    if (this.#installed && address.startsWith(`${this.folder}/`)) {
      return respondWith((await this.#installed).get(address.slice(this.folder.length + 1)));
    }
    try {
      return await fetch(address);
    } catch (error) {
      throw this.#unreachable(address, error);
    }
  }

  async #read(address: string, response: Response): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw this.#unreachable(address, error);
    }
  }

  #unreachable(address: string, cause: unknown): AppError {
    const failure = new AppError('offline', `${address} of the search model could not be reached`, { cause });
    this.#failure ??= failure;
    return failure;
  }

  #report(): void {
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const entry of this.#expected.values()) {
      if (!entry) return;
      loadedBytes += entry.loaded;
      totalBytes += Math.max(entry.loaded, entry.total);
    }
    this.#onProgress({ loadedBytes, totalBytes });
  }
}

function respondWith(file: File | undefined): Response {
  if (!file) return new Response(null, { status: 404 });
  return new Response(file, { headers: { 'Content-Length': String(file.size) } });
}

function parse(address: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new AppError('model-load-failed', `${address} of the search model is damaged`, { cause: error });
  }
}

function missing(address: string, status: number): AppError {
  return new AppError('model-load-failed', `${address} of the search model is missing (${status})`);
}

/** The length of the body as it is read; a compressed one does not tell. */
function contentLength({ headers }: Response): number {
  return headers.has('Content-Encoding') ? 0 : Number(headers.get('Content-Length') ?? 0);
}
