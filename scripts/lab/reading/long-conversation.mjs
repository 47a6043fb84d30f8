/**
 * Writes a conversation of so many messages into the app's own store: questions, and answers that cite the newest
 * document and hold lists, tables and code. Runs in the page.
 * @param {number} count
 */
export async function storeConversation(count) {
  const database = await new Promise((/** @type {(database: IDBDatabase) => void} */ resolve, reject) => {
    const opening = indexedDB.open('inkstone');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  /** @param {string} store @returns {Promise<any[]>} */
  const all = (store) =>
    new Promise((resolve, reject) => {
      const reading = database.transaction(store).objectStore(store).getAll(undefined, 8);
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
  const [document] = await all('documents');
  const [part] = await all('textParts');
  const at = Date.now();
  const conversationId = crypto.randomUUID();
  const writing = database.transaction(['conversations', 'messages'], 'readwrite');
  const messages = writing.objectStore('messages');
  /** @type {string | null} */
  let answerId = null;
  for (let i = 0; i < count / 2; i += 1) {
    const question = { id: crypto.randomUUID(), conversationId, createdAt: at + 2 * i };
    const answer = { id: crypto.randomUUID(), conversationId, createdAt: at + 2 * i + 1 };
    const citations = [0, 1, 2].map((n) => {
      const start = (i * 997 + n * 211) % Math.max(1, part.text.length - 200);
      const end = start + 90;
      const quote = part.text.slice(start, end);
      return { n: n + 1, documentId: document.id, documentName: document.name, start, end, quote, page: 1 };
    });
    const sentences = citations.map(({ n, quote }) => `${quote.replace(/\s+/g, ' ').trim()}. [${n}]`);
    const extra = [
      `\n\n- ${sentences.join('\n- ')}`,
      `\n\n| Page | Words |\n|---|---|\n${sentences.map((words, row) => `| ${row} | ${words} |`).join('\n')}`,
      `\n\n\`\`\`js\nconst answer = ${i};\n\`\`\``,
      `\n\n墨从砚上来，纸上有山水。${sentences[0] ?? ''}`,
    ][i % 4];
    messages.put({
      ...question,
      role: 'question',
      text: `Question ${i}: what does the page say of it?`,
      answerId,
    });
    messages.put({
      ...answer,
      role: 'answer',
      questionId: question.id,
      status: 'complete',
      text: `${sentences.join(' ')}${extra ?? ''}`,
      language: 'en',
      engine: 'extractive',
      abstained: false,
      citations,
      timings: { retrieveMs: 20, firstTokenMs: 60, totalMs: 120 },
    });
    answerId = answer.id;
  }
  const { libraryId } = document;
  const title = 'Long conversation';
  writing
    .objectStore('conversations')
    .put({ id: conversationId, libraryId, title, createdAt: at, updatedAt: at });
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onerror = () => reject(writing.error);
  });
  database.close();
}
