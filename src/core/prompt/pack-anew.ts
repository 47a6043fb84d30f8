import type { Turn } from '../answer-engine';
import { questionMessage, sourceFrame, type ChatMessage, type Source } from './answer-prompt';
import { addBeginning } from './cut-passage';
import { dialogueMessages, plainDialogue, type Dialogue } from './dialogue';
import { estimateTokens } from './estimate-tokens';
import { mostThatFit } from './most-that-fit';
import type { Packing, PackTask } from './pack-prompt';

/** These passages come before any history: without them there is nothing to answer from. */
export const leadingPassages = 2;
/** Older turns than these say little about the question. */
const mostTurns = 4;

type Part =
  { readonly kind: 'source'; readonly source: Source } | { readonly kind: 'turn'; readonly turn: Turn };

/**
 * Fills the window by value: the rules and the question, the best passages, the newest turn, the other passages, then
 * older turns without their sources. What does not fit is left out whole, save the first passage that does not: it is
 * cut at a sentence end. Undefined when not even the question fits.
 */
export async function packAnew(task: PackTask): Promise<Packing | undefined> {
  const { question, language, passages, budget, countTokens } = task;
  const candidates = passages.map((passage, i): Source => ({ n: i + 1, passage }));
  const history = task.history.filter(({ answer }) => answer !== '');

  const dialogueOf = (parts: readonly Part[]): Dialogue => {
    const turns = parts.filter(({ kind }) => kind === 'turn').length;
    return plainDialogue(language, turns === 0 ? [] : history.slice(-turns));
  };
  const messagesWith = (dialogue: Dialogue, sources: readonly Source[]): ChatMessage[] => [
    ...dialogueMessages(dialogue),
    questionMessage({ question, language, sources, earlier: [] }),
  ];
  const fit = (parts: readonly Part[], low?: { count: number; tokens: number }) =>
    mostThatFit({
      sizes: parts.map(sizeOf),
      measure: (count) => {
        const chosen = parts.slice(0, count);
        return countTokens(messagesWith(dialogueOf(chosen), sourcesIn(chosen)));
      },
      budget,
      ...(low ? { low } : {}),
    });

  let parts = byValue(candidates, history);
  let fitting = await fit(parts);
  if (!fitting) return undefined;
  if (parts[fitting.count]?.kind === 'turn') {
    // Passages that come after a turn that is too long may have room without it.
    const { count } = fitting;
    parts = parts.filter(({ kind }, i) => i < count || kind === 'source');
    fitting = (await fit(parts, fitting)) ?? fitting;
  }

  const chosen = parts.slice(0, fitting.count);
  const dialogue = dialogueOf(chosen);
  const { sources, tokens } = await addBeginning(
    candidates,
    { count: sourcesIn(chosen).length, tokens: fitting.tokens },
    { measure: (cut) => countTokens(messagesWith(dialogue, cut)), budget },
  );
  return {
    messages: messagesWith(dialogue, sources),
    promptTokens: tokens,
    sources,
    newSources: sources,
    given: 0,
    leftOut: passages.flatMap((_, rank) => (rank < sources.length ? [] : [rank])),
    dialogue,
  };
}

/** Turns from the newest. */
function byValue(candidates: readonly Source[], history: readonly Turn[]): Part[] {
  const sources = candidates.map((source): Part => ({ kind: 'source', source }));
  const turns = history
    .slice(-mostTurns)
    .reverse()
    .map((turn): Part => ({ kind: 'turn', turn }));
  return [
    ...sources.slice(0, leadingPassages),
    ...turns.slice(0, 1),
    ...sources.slice(leadingPassages),
    ...turns.slice(1),
  ];
}

function sourcesIn(parts: readonly Part[]): Source[] {
  return parts.flatMap((part) => (part.kind === 'source' ? [part.source] : []));
}

function sizeOf(part: Part): number {
  if (part.kind === 'source') return estimateTokens(sourceFrame(part.source));
  return estimateTokens(part.turn.question) + estimateTokens(part.turn.answer);
}
