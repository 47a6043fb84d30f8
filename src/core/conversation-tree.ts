import type { Message } from './conversation';

/**
 * A conversation is a tree: a question follows an answer, or begins the conversation, and an answer follows its
 * question. A question that was edited, and an answer that was asked for again, stand beside the earlier one.
 */
export function parentIdOf(message: Message): string | null {
  return message.role === 'answer' ? message.questionId : message.answerId;
}

/** The messages from the first one to the message named; none for null, or where it is gone. */
export function pathTo(messages: readonly Message[], messageId: string | null): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  const seen = new Set<string>();
  let id = messageId;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const message = byId.get(id);
    if (!message) break;
    path.unshift(message);
    id = parentIdOf(message);
  }
  return path;
}

/**
 * One branch from its first message to its last: that of the message named, gone on with by the newest where several
 * follow; without one, or where it is gone, the branch of the newest message. `messages` are oldest first.
 */
export function branchOf(messages: readonly Message[], messageId?: string): Message[] {
  const isThere = messages.some(({ id }) => id === messageId);
  const branch = pathTo(messages, (isThere ? messageId : messages.at(-1)?.id) ?? null);
  const seen = new Set(branch.map(({ id }) => id));
  const newestAfter = new Map(messages.map((message) => [parentIdOf(message), message]));
  let next = newestAfter.get(branch.at(-1)?.id ?? null);
  while (next && !seen.has(next.id)) {
    seen.add(next.id);
    branch.push(next);
    next = newestAfter.get(next.id);
  }
  return branch;
}

/** Messages that stand in one another's place, each on a branch of its own, oldest first, by what they follow. */
export function versionsByParent(
  messages: readonly Message[],
): ReadonlyMap<string | null, readonly Message[]> {
  const versions = new Map<string | null, Message[]>();
  for (const message of messages) {
    const parentId = parentIdOf(message);
    const known = versions.get(parentId);
    if (known) known.push(message);
    else versions.set(parentId, [message]);
  }
  return versions;
}
