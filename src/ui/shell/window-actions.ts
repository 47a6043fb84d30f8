import type { Conversation } from '../../core/conversation';
import type { AppState } from '../../state/app-state.svelte';
import { plainAnswer } from '../chat/plain-answer';

/** Opens the conversation above or below the open one in the list; nothing at its ends. */
export function stepConversation(app: AppState, steps: 1 | -1): void {
  const { all, current } = app.conversations;
  const at = current ? all.findIndex(({ id }) => id === current.id) : -1;
  const next = all[at + steps];
  if (!next) return;
  app.openConversation(next.id);
  app.announcer.say(next.title || app.locale.messages.conversations.untitled);
}

export async function copyLastAnswer(app: AppState): Promise<void> {
  const { messages } = app.locale;
  const answer = app.messages.all.findLast(
    (message) => message.role === 'answer' && message.text !== '' && !message.abstained,
  );
  if (answer?.role !== 'answer') {
    app.notice.tell(messages.shortcuts.nothingToCopy);
    return;
  }
  try {
    await navigator.clipboard.writeText(plainAnswer(answer, messages));
    app.notice.tell(messages.chat.copied);
  } catch {
    app.notice.tell(messages.chat.copyFailed);
  }
}

/** Shows the source that was put away, or else what the last answer cites first. */
export function reopenSource(app: AppState): void {
  const { latest } = app.source;
  if (latest) {
    app.layout.show('source');
    void app.source.select(latest);
    return;
  }
  const cited = app.messages.all.findLast(
    (message) => message.role === 'answer' && message.citations.length > 0,
  );
  if (cited?.role !== 'answer') return;
  const [first] = cited.citations;
  if (first) app.openCitation(first, cited.citations);
}

/** What writes the file is fetched for the first one. */
export async function exportAs(
  app: AppState,
  conversation: Conversation,
  kind: 'markdown' | 'json',
): Promise<void> {
  const { exportConversation } = await import('../chat/export-conversation');
  await exportConversation(app, conversation, kind);
}
