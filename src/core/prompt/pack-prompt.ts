import { AppError } from '../app-error';
import type { Turn } from '../answer-engine';
import type { Language } from '../language';
import type { Passage } from '../passage';
import { splitSentences } from '../sentences';
import { answerMessages, type ChatMessage } from './answer-prompt';

export interface PackInput {
  readonly question: string;
  readonly language: Language;
  /** Best first. */
  readonly passages: readonly Passage[];
  /** Oldest first. */
  readonly history: readonly Turn[];
  readonly maxAnswerTokens: number;
  /** The model's window, prompt and answer together. */
  readonly contextTokens: number;
  /** Exact length of a whole conversation in the model's own tokens. */
  readonly countTokens: (messages: readonly ChatMessage[]) => number;
}

export interface PackedPrompt {
  readonly messages: readonly ChatMessage[];
  readonly promptTokens: number;
  /** `promptTokens + answerTokens` never exceeds the window. */
  readonly answerTokens: number;
  /** The first so many passages are in, the last of them perhaps cut at a sentence end. */
  readonly passages: number;
  /** The newest so many turns are in. */
  readonly turns: number;
}

/** An answer never takes more than this share of the window, however small the window is. */
const largestAnswerShare = 0.5;
/** These passages come before any history: without them there is nothing to answer from. */
const leadingPassages = 2;
/** Older turns than these say little about the question. */
const mostTurns = 4;

/**
 * Fills the window by value: the rules and the question, the best passages, the newest turn, the other passages,
 * then older turns. What does not fit is left out whole, save the first passage that does not: it is cut at a
 * sentence end. Throws `context-overflow` when not even the question fits.
 */
export function packPrompt(input: PackInput): PackedPrompt {
  const { history, contextTokens, countTokens } = input;
  const answerTokens = Math.max(
    1,
    Math.min(Math.floor(input.maxAnswerTokens), Math.floor(contextTokens * largestAnswerShare)),
  );
  const budget = contextTokens - answerTokens;
  const messagesOf = ({ passages, turns }: Selection): ChatMessage[] =>
    answerMessages({ ...input, passages, history: turns === 0 ? [] : history.slice(-turns) });
  const fits = (selection: Selection): boolean => countTokens(messagesOf(selection)) <= budget;

  let chosen: Selection = { passages: [], turns: 0, isCut: false };
  if (!fits(chosen)) {
    throw new AppError('context-overflow', `the question does not fit into ${budget} tokens`);
  }
  chosen = addPassages(chosen, input.passages.slice(0, leadingPassages), fits);
  chosen = addTurns(chosen, Math.min(1, history.length), fits);
  chosen = addPassages(chosen, input.passages.slice(leadingPassages), fits);
  if (chosen.turns > 0) chosen = addTurns(chosen, Math.min(mostTurns, history.length), fits);

  const messages = messagesOf(chosen);
  return {
    messages,
    promptTokens: countTokens(messages),
    answerTokens,
    passages: chosen.passages.length,
    turns: chosen.turns,
  };
}

interface Selection {
  readonly passages: readonly Passage[];
  readonly turns: number;
  /** A passage did not fit whole; worse ones are not tried in its place. */
  readonly isCut: boolean;
}

type Fits = (selection: Selection) => boolean;

function addPassages(start: Selection, passages: readonly Passage[], fits: Fits): Selection {
  let chosen = start;
  for (const passage of passages) {
    if (chosen.isCut) break;
    const longer = { ...chosen, passages: [...chosen.passages, passage] };
    chosen = fits(longer) ? longer : withBeginningOf(passage, chosen, fits);
  }
  return chosen;
}

/** The selection with as many leading sentences of the passage as fit, perhaps none; found by halving. */
function withBeginningOf(passage: Passage, chosen: Selection, fits: Fits): Selection {
  const ends = splitSentences(passage.text).map(({ end }) => end);
  let best: Selection = { ...chosen, isCut: true };
  let low = 0;
  let high = ends.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const end = ends[middle] ?? 0;
    const beginning = { ...passage, text: passage.text.slice(0, end), end: passage.start + end };
    const candidate = { ...chosen, passages: [...chosen.passages, beginning], isCut: true };
    if (fits(candidate)) {
      best = candidate;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

function addTurns(start: Selection, most: number, fits: Fits): Selection {
  let chosen = start;
  while (chosen.turns < most) {
    const longer = { ...chosen, turns: chosen.turns + 1 };
    if (!fits(longer)) return chosen;
    chosen = longer;
  }
  return chosen;
}
