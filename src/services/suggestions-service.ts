import type { AnswerTrace } from '../core/answer-trace';
import type { AnswerMessage } from '../core/conversation';
import type { PlaceOfAnswer } from '../contracts/search-index';
import type { ConversationRepository } from '../storage/conversations';
import type { Suggestions } from './app-services';
import { scopeOfIndex, type ScopeRepositories } from './remaining-scope';
import type { Workers } from './workers';

const questionsToBegin = 4;
const questionsAfter = 3;

export interface SuggestionsDependencies {
  readonly conversations: Pick<ConversationRepository, 'trace'>;
  readonly documents: ScopeRepositories['documents'];
  readonly workers: Pick<Workers, 'searchIndex'>;
  readonly modelPath: () => string;
  readonly ready: () => Promise<void>;
}

export function createSuggestions({
  conversations,
  documents,
  workers,
  modelPath,
  ready,
}: SuggestionsDependencies): Suggestions {
  return {
    about: async (scope, { signal }) => {
      await ready();
      const where = await scopeOfIndex(scope, { documents });
      signal.throwIfAborted();
      const { client } = workers.searchIndex;
      return client.call(
        'suggest',
        { ...where, modelPath: modelPath(), limit: questionsToBegin },
        { signal },
      );
    },

    after: async (answer, scope, { asked, signal }) => {
      const around = placesOf(answer, await conversations.trace(answer.id));
      if (around.length === 0 && !answer.abstained) return [];
      await ready();
      const where = await scopeOfIndex(scope, { documents });
      signal.throwIfAborted();
      const { client } = workers.searchIndex;
      const wanted = { ...where, modelPath: modelPath(), limit: questionsAfter, except: asked };
      const { language } = answer;
      const beside =
        around.length === 0 ? [] : await client.call('suggest', { ...wanted, around, language }, { signal });
      if (beside.length > 0 || !answer.abstained) return beside;
      // Nothing near it is answered: then whatever the documents do answer, in their own language at last.
      const inLanguage = await client.call('suggest', { ...wanted, language }, { signal });
      return inLanguage.length > 0 ? inLanguage : client.call('suggest', wanted, { signal });
    },
  };
}

/** What was found and not quoted, best first, and then what was. */
function placesOf({ citations }: AnswerMessage, trace: AnswerTrace | undefined): PlaceOfAnswer[] {
  const cited = citations.map(({ documentId, start, end }) => ({ documentId, start, end, isCited: true }));
  const found = (trace?.passages ?? []).map(({ documentId, start, end }) => ({
    ...{ documentId, start, end },
    isCited: false,
  }));
  return [...found, ...cited];
}
