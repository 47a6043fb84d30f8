import type { AnswerEngine, AnswerEvent, TokenUsage } from '../core/answer-engine';
import { tracedPassage, type AnswerTrace, type TracedPrompt } from '../core/answer-trace';
import { noAnswerText } from '../core/answering/frames';
import { askedPart } from '../core/asked-part';
import type { AnswerMessage, QuestionMessage } from '../core/conversation';
import { detectLanguage } from '../core/language';
import type { Retrieval } from '../core/passage';

/** The message while it is written: each change makes a new, whole message. */
export class AnswerInProgress {
  readonly engine: AnswerEngine;
  readonly #startedAt = performance.now();
  readonly #question: string;
  #retrieveMs = 0;
  #firstTokenMs: number | undefined;
  #retrieval: Retrieval | undefined;
  #prompt: TracedPrompt | undefined;
  #usage: TokenUsage | undefined;
  /** When the model began to write, be it thoughts. */
  #writingSinceMs: number | undefined;
  #tokensPerSecond: number | undefined;
  #isRecovering = false;
  #message: AnswerMessage;

  constructor(question: QuestionMessage, ids: { id: string; createdAt: number; engine: AnswerEngine }) {
    this.engine = ids.engine;
    this.#question = question.text;
    this.#message = {
      id: ids.id,
      conversationId: question.conversationId,
      questionId: question.id,
      createdAt: ids.createdAt,
      role: 'answer',
      text: '',
      status: 'streaming',
      language: detectLanguage(askedPart(question.text)),
      engine: ids.engine.id,
      ...(ids.engine.model === undefined ? {} : { model: ids.engine.model }),
      ...(ids.engine.modelName === undefined ? {} : { modelName: ids.engine.modelName }),
      abstained: false,
      citations: [],
    };
  }

  get message(): AnswerMessage {
    return this.#message;
  }

  /** Whether the model was lost, and nothing is there yet to go on. */
  get isRecovering(): boolean {
    return this.#isRecovering;
  }

  /** Kept only where it is not the question itself. */
  searchedFor(question: string): void {
    if (question !== this.#question) this.#message = { ...this.#message, searchedFor: question };
  }

  retrieved(retrieval: Retrieval): void {
    this.#retrieveMs = this.#elapsedMs();
    this.#retrieval = retrieval;
  }

  /** How it came about so far; undefined before anything was found. */
  trace(allTurns: number): AnswerTrace | undefined {
    if (!this.#retrieval) return undefined;
    const { passages, confidence, warning, timings } = this.#retrieval;
    const { id: messageId, conversationId, searchedFor: searched = this.#question } = this.#message;
    return {
      ...{ messageId, conversationId, searched, confidence, timings },
      passages: passages.map(tracedPassage),
      ...(warning ? { warning } : {}),
      ...(this.#prompt ? { prompt: { ...this.#prompt, allTurns } } : {}),
      ...(this.#usage ? { usage: this.#usage } : {}),
      ...(this.#tokensPerSecond === undefined ? {} : { tokensPerSecond: this.#tokensPerSecond }),
    };
  }

  take(event: AnswerEvent): void {
    if (event.kind === 'text') {
      this.#writingSinceMs ??= this.#elapsedMs();
      this.#endThoughts();
      this.#firstTokenMs ??= this.#elapsedMs();
      this.#message = { ...this.#message, text: this.#message.text + event.text };
    }
    if (event.kind === 'thought') {
      this.#writingSinceMs ??= this.#elapsedMs();
      this.#message = { ...this.#message, thoughts: (this.#message.thoughts ?? '') + event.text };
    }
    if (event.kind === 'lost' || event.kind === 'handing-over') this.#isRecovering = true;
    if (event.kind === 'reopened') {
      this.#isRecovering = false;
      this.#message = { ...this.#message, isRecovered: true };
    }
    if (event.kind === 'handed-over') this.#handedOver(event);
    // Packed once more for a smaller window, it is the last one that was answered.
    if (event.kind === 'prompt') this.#prompt = event.prompt;
    if (event.kind === 'finish') this.#finished(event.usage);
    if (event.kind === 'citation') {
      this.#message = { ...this.#message, citations: [...this.#message.citations, event.citation] };
    }
  }

  abstain(): void {
    this.#firstTokenMs ??= this.#elapsedMs();
    const text = noAnswerText(this.#message.language);
    this.#message = { ...this.#message, abstained: true, text, citations: [] };
  }

  end(outcome: Pick<AnswerMessage, 'status' | 'error' | 'isModelGone'>): void {
    this.#endThoughts();
    const totalMs = this.#elapsedMs();
    const timings = { retrieveMs: this.#retrieveMs, firstTokenMs: this.#firstTokenMs ?? totalMs, totalMs };
    this.#message = { ...this.#message, ...outcome, timings };
  }

  /** Nothing of what the lost model wrote is left: two models' words would be no one's answer. */
  #handedOver({ from, engine, model, modelName }: Extract<AnswerEvent, { kind: 'handed-over' }>): void {
    const {
      thoughts: _thoughts,
      thoughtMs: _thoughtMs,
      isRecovered: _isRecovered,
      model: _model,
      modelName: _modelName,
      ...kept
    } = this.#message;
    this.#message = {
      ...kept,
      ...{ engine, text: '', citations: [] },
      ...(model === undefined ? {} : { model }),
      ...(modelName === undefined ? {} : { modelName }),
      ...(model === from.model ? { isRecovered: true } : { tookOverFrom: from }),
    };
    this.#isRecovering = false;
    this.#firstTokenMs = undefined;
    this.#writingSinceMs = undefined;
    this.#prompt = undefined;
  }

  #endThoughts(): void {
    if (this.#message.thoughts === undefined || this.#message.thoughtMs !== undefined) return;
    const thoughtMs = this.#elapsedMs() - (this.#writingSinceMs ?? 0);
    this.#message = { ...this.#message, thoughtMs };
  }

  #finished(usage: TokenUsage | undefined): void {
    this.#usage = usage;
    const writingMs = this.#elapsedMs() - (this.#writingSinceMs ?? Infinity);
    if (usage && writingMs > 0) this.#tokensPerSecond = (usage.completionTokens * 1000) / writingMs;
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
