import type { Turn } from '../../src/core/answer-engine';
import { dialogueInHistory, type Dialogue } from '../../src/core/prompt/dialogue';

const mostConversations = 16;

/** What models have read and written of the latest conversations. Whoever begins without it packs from the history. */
export class Transcripts {
  /** The one used last is the last. */
  readonly #dialogues = new Map<string, Dialogue>();

  /** As much as still stands in the history of the conversation. */
  find(conversationId: string | undefined, history: readonly Turn[]): Dialogue | undefined {
    if (conversationId === undefined) return undefined;
    const dialogue = this.#dialogues.get(conversationId);
    return dialogue && dialogueInHistory(dialogue, history);
  }

  keep(conversationId: string | undefined, dialogue: Dialogue): void {
    if (conversationId === undefined) return;
    this.#dialogues.delete(conversationId);
    this.#dialogues.set(conversationId, dialogue);
    for (const oldest of this.#dialogues.keys()) {
      if (this.#dialogues.size <= mostConversations) break;
      this.#dialogues.delete(oldest);
    }
  }
}
