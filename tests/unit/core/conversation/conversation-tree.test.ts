import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/core/conversation';
import { branchOf, pathTo, versionsByParent } from '../../../../src/core/conversation-tree';

let at = 0;

function question(id: string, answerId: string | null): Message {
  at += 1;
  return { id, conversationId: 'c', createdAt: at, role: 'question', answerId, text: id };
}

function answer(id: string, questionId: string): Message {
  at += 1;
  const facts = { role: 'answer', status: 'complete', language: 'en', engine: 'extractive' } as const;
  return {
    id,
    conversationId: 'c',
    createdAt: at,
    questionId,
    text: id,
    ...facts,
    abstained: false,
    citations: [],
  };
}

const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);

/** q1 was answered twice, and q2 after the first of them was edited once. */
const messages = [
  question('q1', null),
  answer('a1', 'q1'),
  question('q2', 'a1'),
  answer('a2', 'q2'),
  question('q2b', 'a1'),
  answer('a2b', 'q2b'),
  answer('a1b', 'q1'),
];

describe('a conversation as a tree', () => {
  it('shows the branch of the newest message where none is named, or the one that is named is gone', () => {
    expect(ids(branchOf(messages))).toEqual(['q1', 'a1b']);
    expect(ids(branchOf(messages, 'gone'))).toEqual(['q1', 'a1b']);
    expect(branchOf([])).toEqual([]);
  });

  it('goes on from a message in the middle by the newest of what follows', () => {
    expect(ids(branchOf(messages, 'a1'))).toEqual(['q1', 'a1', 'q2b', 'a2b']);
    expect(ids(branchOf(messages, 'q2'))).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  it('leads from the first message to one that is named', () => {
    expect(ids(pathTo(messages, 'a2'))).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(pathTo(messages, null)).toEqual([]);
  });

  it('knows what stands in the place of a message on other branches', () => {
    const versions = versionsByParent(messages);
    expect(ids(versions.get('q1') ?? [])).toEqual(['a1', 'a1b']);
    expect(ids(versions.get('a1') ?? [])).toEqual(['q2', 'q2b']);
    expect(ids(versions.get(null) ?? [])).toEqual(['q1']);
  });

  it('ends where messages go round in a circle', () => {
    const circle = [question('x', 'y'), answer('y', 'x')];
    expect(ids(branchOf(circle, 'y'))).toEqual(['x', 'y']);
  });
});
