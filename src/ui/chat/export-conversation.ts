import { conversationJson, conversationMarkdown, fileNameOf } from '../../core/conversation-markdown';
import { branchOf } from '../../core/conversation-tree';
import type { Conversation } from '../../core/conversation';
import type { SearchScope } from '../../core/search-scope';
import type { AppState } from '../../state/app-state.svelte';
import { saveFile } from '../common/save-file';
import { askedScopeWords } from './asked-scope-words';
import { citedPlace } from './plain-answer';

/** Hands the conversation to the browser as a file: the branch that is shown as Markdown, or all of it as JSON. */
export async function exportConversation(
  app: AppState,
  conversation: Conversation,
  kind: 'markdown' | 'json',
): Promise<void> {
  const words = app.locale.messages;
  const title = conversation.title || words.conversations.untitled;
  const messages = await app.services.conversations.messages(conversation.id);
  const branch = branchOf(messages, conversation.shownMessageId);
  const scopeOf = (scope: SearchScope) => askedScopeWords(app, scope);
  const [text, type, extension] =
    kind === 'json'
      ? [conversationJson(conversation, messages, scopeOf), 'application/json', 'json']
      : [
          conversationMarkdown({ title }, branch, (citation) => citedPlace(citation, words), scopeOf),
          'text/markdown',
          'md',
        ];
  saveFile(new Blob([text], { type }), fileNameOf(title, extension));
}
