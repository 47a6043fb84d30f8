import { questionMessage, sourceFrame, type Source } from './answer-prompt';
import { addBeginning } from './cut-passage';
import { dialogueMessages, dialogueSources, sourceHolding, type Dialogue } from './dialogue';
import { estimateTokens } from './estimate-tokens';
import { mostThatFit } from './most-that-fit';
import { leadingPassages } from './pack-anew';
import type { Packing, PackTask } from './pack-prompt';

/** Citation marks have two digits. */
const largestNumber = 99;
/** With less of what is new, reading everything again is worth its time. */
const leastShare = 0.5;

/**
 * Goes on from a dialogue, with as many of the passages that it does not hold yet as have room, best first. Undefined
 * when that is too little: the window has to be filled anew.
 */
export async function packOn(dialogue: Dialogue, task: PackTask): Promise<Packing | undefined> {
  const { question, language, passages, budget, countTokens } = task;
  const before = dialogueMessages(dialogue);
  const held = dialogueSources(dialogue);
  const firstNumber = Math.max(0, ...held.map(({ n }) => n)) + 1;
  const ranked = passages.map((passage, rank) => ({ rank, passage, source: sourceHolding(passage, held) }));
  const fresh = ranked.flatMap(({ source, rank, passage }) => (source ? [] : [{ rank, passage }]));
  const earlier = [...new Set(ranked.flatMap(({ source }) => (source ? [source] : [])))];
  const candidates = fresh.map(({ passage }, i): Source => ({ n: firstNumber + i, passage }));
  if (firstNumber + candidates.length - 1 > largestNumber) return undefined;

  const messagesWith = (sources: readonly Source[]) => [
    ...before,
    questionMessage({ question, language, sources, earlier: earlier.map(({ n }) => n) }),
  ];
  const fitting = await mostThatFit({
    sizes: candidates.map((source) => estimateTokens(sourceFrame(source))),
    measure: (count) => countTokens(messagesWith(candidates.slice(0, count))),
    budget,
  });
  const least = Math.min(
    candidates.length,
    Math.max(leadingPassages, Math.ceil(candidates.length * leastShare)),
  );
  if (!fitting || fitting.count < least) return undefined;

  const { sources, tokens } = await addBeginning(candidates, fitting, {
    measure: (chosen) => countTokens(messagesWith(chosen)),
    budget,
  });
  return {
    messages: messagesWith(sources),
    promptTokens: tokens,
    sources: [...sources, ...earlier, ...held.filter((source) => !earlier.includes(source))],
    newSources: sources,
    given: passages.length - fresh.length,
    leftOut: fresh.slice(sources.length).map(({ rank }) => rank),
    dialogue,
  };
}
