import { AppError } from '../../../src/core/app-error';
import type { Reranker } from './reranker';
import { storedSoundness, type SoundnessMemory } from './soundness-memory';

/** A question, what answers it, and what is about something else: of one language each. */
const goldenTriples = {
  en: [
    [
      'Where does the cat sleep?',
      'The cat sleeps on the sofa in the kitchen.',
      'Interest rates rose by half a percent.',
    ],
    [
      'How do I reset my password?',
      'To set a new password, open the settings and choose Forgot password.',
      'The train leaves at noon from Paris.',
    ],
    [
      'At what temperature does water boil?',
      'Water boils at a temperature of one hundred degrees.',
      'She plays the violin well.',
    ],
  ],
  zh: [
    ['猫睡在哪里？', '猫睡在厨房的沙发上。', '利率上涨了半个百分点。'],
    ['怎样重置密码？', '要重置密码，请打开设置并选择忘记密码。', '火车中午从巴黎出发。'],
    ['水在多少度沸腾？', '水在一百摄氏度沸腾。', '她小提琴拉得很好。'],
  ],
} as const;

/**
 * Lends the reranker on once it has shown that its scores mean something here: in one language at least higher for what
 * answers a question than for what is about something else. Throws `model-unsound`, and frees it, where they do not. A
 * model that passed is remembered.
 */
export async function soundReranker(
  modelPath: string,
  reranker: Reranker,
  memory: SoundnessMemory = storedSoundness,
): Promise<Reranker> {
  const key = `reranker ${modelPath}`;
  if (await memory.isKnown(key).catch(() => false)) return reranker;
  try {
    const isSound = (await isRight(reranker, 'en')) || (await isRight(reranker, 'zh'));
    if (!isSound) {
      const problem = 'its scores do not tell an answer from something else';
      throw new AppError('model-unsound', `${modelPath}: ${problem}`);
    }
  } catch (error) {
    await reranker.dispose?.().catch(() => undefined);
    throw error;
  }
  await memory.remember(key).catch(() => undefined);
  return reranker;
}

async function isRight({ score }: Reranker, language: 'en' | 'zh'): Promise<boolean> {
  for (const [question, answer, other] of goldenTriples[language]) {
    const [ofAnswer = NaN, ofOther = NaN] = await score(question, [answer, other]);
    if (!(ofAnswer > ofOther)) return false;
  }
  return true;
}
