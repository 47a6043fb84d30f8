import type { ErrorCode, ErrorDetail } from '../core/app-error';

/** A contract maps method names to procedures; both ends of a port are typed by it. */
export type Contract = Record<string, AnyProcedure>;

export interface CallContext<Progress = never> {
  readonly signal: AbortSignal;
  readonly progress: (value: Progress) => void;
}

export type Call<Input, Output, Progress = never> = (
  input: Input,
  context: CallContext<Progress>,
) => Promise<Output>;

export type Stream<Input, Item, Progress = never> = (
  input: Input,
  context: CallContext<Progress>,
) => AsyncIterable<Item>;

type AnyProcedure = (input: never, context: never) => unknown;

export type InputOf<P> = P extends (input: infer Input, context: never) => unknown ? Input : never;
export type OutputOf<P> = P extends (input: never, context: never) => Promise<infer Output> ? Output : never;
export type ItemOf<P> = P extends (input: never, context: never) => AsyncIterable<infer Item> ? Item : never;
export type ProgressOf<P> = P extends (input: never, context: CallContext<infer Progress>) => unknown
  ? Progress
  : never;

export type CallNames<C> = {
  [K in keyof C]: C[K] extends (...args: never) => Promise<unknown> ? K : never;
}[keyof C] &
  string;
export type StreamNames<C> = {
  [K in keyof C]: C[K] extends (...args: never) => AsyncIterable<unknown> ? K : never;
}[keyof C] &
  string;

export type ClientMessage =
  | { kind: 'call'; id: number; method: string; input: unknown; credit: number }
  | { kind: 'pull'; id: number; credit: number }
  | { kind: 'cancel'; id: number };

export type ServerMessage =
  | { kind: 'ready' }
  | { kind: 'progress'; id: number; value: unknown }
  | { kind: 'item'; id: number; value: unknown }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failure };

export type Failure =
  { kind: 'aborted' } | { kind: 'error'; code: ErrorCode; message: string; detail?: ErrorDetail };

/** What a worker, a worker's own scope and a MessagePort have in common. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

const transferables = new WeakMap<object, Transferable[]>();

/** Marks buffers inside `value` to be moved, not copied, when it is sent. */
export function transfer<T extends object>(value: T, buffers: Transferable[]): T {
  transferables.set(value, buffers);
  return value;
}

export function transfersOf(value: unknown): Transferable[] {
  return typeof value === 'object' && value !== null ? (transferables.get(value) ?? []) : [];
}
