import { AppError } from '../../../../src/core/app-error';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import type { InstalledModels } from '../../../../workers/language-models/model-slot';
import type {
  DeviceLoss,
  ModelToOpen,
  OpenModel,
  OpenOptions,
  PromptOptions,
  TextEngine,
  TextEvent,
  TextRequest,
} from '../../../../workers/language-models/text-engine';

export interface Script {
  /** What it writes, a piece for each token; where a reply has begun, it goes on with what is left of it. */
  pieces: readonly string[];
  contextTokens: number;
  /** Awaited before piece n of the whole reply; what it throws, the reply ends with. */
  beforePiece?: (n: number, signal: AbortSignal) => Promise<void> | void;
  canThink?: boolean;
  /** May throw. */
  beforeOpening?: (model: ModelToOpen) => void;
  /** Computes on the graphics processor unless it is asked not to; what it writes there, instead of the pieces. */
  gpuPieces?: readonly string[];
}

/** An engine whose next word depends on nothing but its place in the reply. */
export class ScriptedEngine implements TextEngine, InstalledModels {
  readonly id = 'wllama';
  readonly format = 'gguf';
  readonly script: Script;
  readonly opened: ScriptedModel[] = [];
  usualContextTokens?: number;

  constructor(script: Partial<Script> = {}) {
    this.script = { pieces: ['Ink', '.'], contextTokens: 4096, ...script };
  }

  get(id: string): ReturnType<InstalledModels['get']> {
    if (!id.startsWith('m')) return Promise.reject(new AppError('not-found', id));
    const model = { id, format: 'gguf', task: 'answer', name: id, state: 'installed', addedAt: 0 } as const;
    return Promise.resolve({
      model: { ...model, origin: { kind: 'files' }, files: [], facts: { contextTokens: 32_768 } },
      files: new Map(),
    });
  }

  async open(model: ModelToOpen, { signal, onProgress }: OpenOptions): Promise<OpenModel> {
    await Promise.resolve();
    signal.throwIfAborted();
    this.script.beforeOpening?.(model);
    onProgress(0.5);
    const { gpuPieces } = this.script;
    const usesGpu = gpuPieces !== undefined && model.avoidsGpu !== true;
    const script = usesGpu ? { ...this.script, pieces: gpuPieces } : this.script;
    const opened = new ScriptedModel(script, model.contextTokens, usesGpu);
    this.opened.push(opened);
    return opened;
  }
}

export class ScriptedModel implements OpenModel {
  readonly contextTokens: number;
  readonly threads?: number;
  readonly mayAvoidGpu: boolean;
  readonly canThink?: boolean;
  readonly lost: Promise<DeviceLoss>;
  readonly requests: TextRequest[] = [];
  readonly #script: Script;
  #lose: (loss: DeviceLoss) => void = () => undefined;
  isClosed = false;
  isLost = false;

  constructor(script: Script, wanted = Infinity, usesGpu = false) {
    this.#script = script;
    this.mayAvoidGpu = usesGpu;
    if (!usesGpu) this.threads = 3;
    if (script.canThink !== undefined) this.canThink = script.canThink;
    this.contextTokens = Math.min(script.contextTokens, wanted);
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  lose(reason: DeviceLoss['reason'] = 'device', more: Pick<DeviceLoss, 'sparesGpu'> = {}): AppError {
    this.isLost = true;
    this.#lose({ reason, message: 'lost', ...more });
    return new AppError(reason === 'memory' ? 'out-of-memory' : 'device-lost');
  }

  countTokens(messages: readonly ChatMessage[], { replySoFar = '' }: PromptOptions = {}): Promise<number> {
    const prompt = messages.reduce((total, { content }) => total + content.split(' ').length + 1, 1);
    return Promise.resolve(prompt + piecesIn(this.#script.pieces, replySoFar));
  }

  async *stream(request: TextRequest, signal: AbortSignal): AsyncGenerator<TextEvent, void, undefined> {
    this.requests.push(request);
    if (this.isLost || this.isClosed) throw new Error('it is not open any more');
    const { pieces, beforePiece } = this.#script;
    const promptTokens = await this.countTokens(request.messages, request);
    const begin = piecesIn(pieces, request.replySoFar ?? '');
    let n = begin;
    for (; n < pieces.length && n - begin < request.maxTokens; n += 1) {
      await beforePiece?.(n, signal);
      signal.throwIfAborted();
      yield { kind: 'text', text: pieces[n] ?? '' };
    }
    const reason = n < pieces.length ? 'length' : 'complete';
    yield { kind: 'end', reason, usage: { promptTokens, completionTokens: n - begin } };
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function piecesIn(pieces: readonly string[], text: string): number {
  let length = 0;
  let n = 0;
  for (; length < text.length; n += 1) {
    const piece = pieces[n];
    if (piece === undefined) throw new Error(`it has never written ${text}`);
    length += piece.length;
  }
  if (text !== pieces.slice(0, n).join('')) throw new Error(`it has never written ${text}`);
  return n;
}
