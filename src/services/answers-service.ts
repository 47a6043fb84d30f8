import { isAbortError, toAppError, AppError } from '../core/app-error';
import type { AnswerEngine, Turn } from '../core/answer-engine';
import type { AnswerMessage, Conversation, Message, QuestionMessage } from '../core/conversation';
import { branchOf, pathTo } from '../core/conversation-tree';
import type { Retrieval } from '../core/passage';
import { plainMessage } from '../core/plain-message';
import type { SearchScope } from '../core/search-scope';
import { shortened } from '../core/shortened';
import type { ContentRepository } from '../storage/contents';
import type { ConversationRepository } from '../storage/conversations';
import { AnswerInProgress } from './answer-in-progress';
import type { Answers, AnswerUpdate } from './app-services';
import { isVerified, retrievePassages, type RetrievalParts } from './evidence';
import { remainingScope, scopeOfIndex, type ScopeRepositories } from './remaining-scope';
import { searchQuestion } from './search-question';

const titleCharacters = 60;
/** What a crash may cost of an answer in progress. */
const saveEveryMs = 1000;

export interface AnswersDependencies extends ScopeRepositories, RetrievalParts {
  readonly conversations: ConversationRepository;
  readonly contents: Pick<ContentRepository, 'textBetween'>;
  readonly ready: () => Promise<void>;
  /** The engine that answers now. */
  readonly engine: () => AnswerEngine;
  /** Told of each retrieval, for the lab. */
  readonly onRetrieval?: (retrieval: Retrieval) => void;
}

export function createAnswers(dependencies: AnswersDependencies): Answers {
  const { conversations } = dependencies;

  return {
    ask: async function* (conversationId, text, { signal, scope: wanted, insteadOf }) {
      const conversation = await conversations.get(conversationId);
      if (!conversation) throw new AppError('not-found', `conversation ${conversationId} was removed`);
      const trimmed = text.trim();
      if (trimmed === '') throw new AppError('invalid-input', 'the question is empty');
      const { libraryId } = conversation;
      const scope = await remainingScope(wanted, libraryId, dependencies);
      const before = await messagesBefore(conversation, insteadOf);
      const createdAt = Date.now();
      const question: QuestionMessage = {
        id: crypto.randomUUID(),
        conversationId,
        createdAt,
        role: 'question',
        answerId: before.at(-1)?.id ?? null,
        text: trimmed,
        ...(scope ? { scope } : {}),
      };
      const answer = new AnswerInProgress(question, {
        id: crypto.randomUUID(),
        createdAt: createdAt + 1,
        engine: dependencies.engine(),
      });
      await conversations.save([question, answer.message], {
        shownMessageId: answer.message.id,
        title: shortened(trimmed, titleCharacters),
      });
      yield* stream(dependencies, answer, {
        scope: scope ?? { libraryIds: [libraryId] },
        question,
        history: turnsOf(before),
        signal,
      });
    },

    retry: async function* (answerId, { signal }) {
      const earlier = await conversations.message(answerId);
      if (earlier?.role !== 'answer') throw new AppError('not-found', `answer ${answerId} was removed`);
      const messages = await conversations.messages(earlier.conversationId);
      const asked = messages.find((message) => message.id === earlier.questionId);
      const conversation = await conversations.get(earlier.conversationId);
      if (asked?.role !== 'question' || !conversation) {
        throw new AppError('not-found', `the question of answer ${answerId} was removed`);
      }
      const { libraryId } = conversation;
      const { scope: wanted, ...question } = asked;
      const scope = await remainingScope(wanted, libraryId, dependencies);
      const isWorthKeeping = earlier.status !== 'failed' && earlier.text !== '';
      const { id, createdAt } = isWorthKeeping ? { id: crypto.randomUUID(), createdAt: Date.now() } : earlier;
      const engine = dependencies.engine();
      const answer = new AnswerInProgress(question, { id, createdAt, engine });
      const quotedBefore = isWorthKeeping && isQuoted(earlier) && engine.id === 'extractive' ? earlier : null;
      // What the question tells of where it was asked is true of the new answer too.
      const changed = wanted ? [scope ? { ...question, scope } : question] : [];
      if (quotedBefore) await conversations.save(changed);
      else await conversations.save([...changed, answer.message], { shownMessageId: id });
      yield* stream(dependencies, answer, {
        scope: scope ?? { libraryIds: [libraryId] },
        question,
        history: turnsOf(pathTo(messages, question.answerId)),
        signal,
        quotedBefore,
      });
    },
  };

  /** What a new question follows: the branch that is shown, or what the question that it takes the place of followed. */
  async function messagesBefore(
    { id, shownMessageId }: Conversation,
    insteadOf: string | undefined,
  ): Promise<readonly Message[]> {
    const messages = await conversations.messages(id);
    if (insteadOf === undefined) return branchOf(messages, shownMessageId);
    const earlier = messages.find((message) => message.id === insteadOf);
    if (earlier?.role !== 'question') throw new AppError('not-found', `question ${insteadOf} was removed`);
    return pathTo(messages, earlier.answerId);
  }
}

interface AskContext {
  readonly scope: SearchScope;
  readonly question: QuestionMessage;
  readonly history: readonly Turn[];
  readonly signal: AbortSignal;
  /** Quotes that are looked for again: only what differs from them is stored, and only once it is whole. */
  readonly quotedBefore?: AnswerMessage | null;
}

async function* stream(
  dependencies: AnswersDependencies,
  answer: AnswerInProgress,
  { scope, question, history, signal, quotedBefore = null }: AskContext,
): AsyncGenerator<AnswerUpdate, void, undefined> {
  const { conversations, contents, ready, onRetrieval } = dependencies;
  try {
    yield { phase: 'searching', message: answer.message };
    await ready();
    signal.throwIfAborted();
    const { conversationId } = question;
    const searched = await searchQuestion(answer.engine, question.text, { history, conversationId, signal });
    answer.searchedFor(searched);
    const wanted = { ...(await scopeOfIndex(scope, dependencies)), question: searched };
    const retrieval = await retrievePassages(dependencies, wanted, signal);
    onRetrieval?.(retrieval);
    answer.retrieved(retrieval);
    if (retrieval.abstain) {
      answer.abstain();
    } else {
      yield { phase: 'reading', message: answer.message };
      yield* write(retrieval);
      if (answer.message.citations.length === 0 && answer.message.engine === 'extractive') answer.abstain();
    }
    answer.end({ status: 'complete' });
  } catch (error) {
    if (signal.aborted) answer.end({ status: 'stopped' });
    else if (isAbortError(error)) {
      // The model's worker ends what is being written when the model is to go.
      const isOfModel = answer.message.engine !== 'extractive';
      answer.end({ status: 'stopped', ...(isOfModel ? { isModelGone: true } : {}) });
    } else {
      const { code, message, detail } = toAppError(error);
      answer.end({ status: 'failed', error: { code, message, ...(detail ? { detail } : {}) } });
    }
  } finally {
    // A consumer that leaves the loop stops the answer; what was written is kept.
    if (answer.message.status === 'streaming') answer.end({ status: 'stopped' });
    if (!keptBefore()) await save();
  }
  const kept = keptBefore();
  if (!kept) yield { phase: 'done', message: answer.message };
  else if (answer.message.status === 'stopped') yield { phase: 'done', message: kept };
  else yield { phase: 'done', message: kept, isRepeated: true };

  /** The answer that stays because the new one was given up, or says the same. */
  function keptBefore(): AnswerMessage | undefined {
    const { message } = answer;
    const isKept = quotedBefore && (message.status === 'stopped' || quotesTheSame(message, quotedBefore));
    return isKept ? quotedBefore : undefined;
  }

  /** An answer that cannot be stored is still shown to its end, and says so. */
  async function save(): Promise<void> {
    try {
      const trace = answer.trace(history.length);
      const shown = quotedBefore ? { shownMessageId: answer.message.id } : {};
      await conversations.save([answer.message], { trace, ...shown });
    } catch (error) {
      const { code, message } = toAppError(error, 'storage-failed');
      answer.end({ status: 'failed', error: { code, message } });
    }
  }

  async function* write({ passages, confidence }: Retrieval): AsyncGenerator<AnswerUpdate, void, undefined> {
    const { id: answerId, conversationId, language } = answer.message;
    const request = {
      ...{ conversationId, answerId },
      confidence,
      question: question.text,
      language,
      passages,
      // An unanswered question tells a model nothing.
      history: history.filter((turn) => turn.answer !== ''),
    };
    let saveAt = performance.now() + saveEveryMs;
    for await (const event of answer.engine.answer(request, { signal })) {
      signal.throwIfAborted();
      if (event.kind === 'citation' && !(await isVerified(event.citation, contents))) {
        // What an engine quotes stands or falls with its citation; what a model writes stands without it.
        if (answer.message.engine === 'extractive') throw new AppError('not-found', 'a source has changed');
        continue;
      }
      answer.take(event);
      yield { phase: answer.isRecovering ? 'recovering' : 'writing', message: answer.message };
      if (quotedBefore || performance.now() < saveAt) continue;
      saveAt = performance.now() + saveEveryMs;
      try {
        await conversations.save([answer.message], { isInProgress: true });
      } catch {
        // Saved at its end, or else said there.
        saveAt = Infinity;
      }
    }
  }
}

function isQuoted({ engine, status }: AnswerMessage): boolean {
  return engine === 'extractive' && status === 'complete';
}

function quotesTheSame(answer: AnswerMessage, earlier: AnswerMessage): boolean {
  const { status, text, citations } = answer;
  if (status !== 'complete' || text !== earlier.text || citations.length !== earlier.citations.length)
    return false;
  return citations.every(({ documentId, start, end, quote }, i) => {
    const before = earlier.citations[i];
    return (
      before?.documentId === documentId &&
      before.start === start &&
      before.end === end &&
      before.quote === quote
    );
  });
}

/** The turns in plain words, oldest first; the answer of one that was refused or failed is empty. Its question still has a topic. */
function turnsOf(messages: readonly Message[]): Turn[] {
  const answers = new Map<string, AnswerMessage>();
  for (const message of messages) if (message.role === 'answer') answers.set(message.questionId, message);
  return messages.flatMap((message) => {
    if (message.role !== 'question') return [];
    const answer = answers.get(message.id);
    const isUseful = answer !== undefined && !answer.abstained && answer.text !== '';
    const turn = { question: message.text, answer: isUseful ? plainMessage(answer) : '' };
    return [answer === undefined ? turn : { ...turn, id: answer.id }];
  });
}
