import type { StoredDocument } from '../../../src/core/library';
import { deskInUse, inkstone, type Desk } from './desk';

const { content, ...bare } = inkstone.document;

function documentAt(index: number, path: string, change: Partial<StoredDocument> = {}): StoredDocument {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { ...bare, id: `busy-${index}`, name, path, hash: path, sizeBytes: 48_000 * (1 + index), ...change };
}

function read(index: number, path: string, format: NonNullable<typeof content>['format'], pages = 0) {
  return documentAt(index, path, {
    status: 'ready',
    content: {
      format,
      coverage: 1,
      warnings: [],
      characters: 9000,
      chunkCount: 7 + index,
      pages: Array.from({ length: pages }, (_, page) => ({ number: page + 1, start: page, end: page })),
    },
  });
}

const pending = { contentId: '', fileId: '', hash: '', mediaType: '', sizeBytes: 1 };

/** A document in every state that a row can show, and many more that wait. */
export const busyDesk: Desk = {
  ...deskInUse,
  sources: [],
  unready: [
    read(0, 'work/2024/annual report.docx', 'docx'),
    read(1, 'work/2025/annual report.docx', 'docx'),
    { ...read(2, 'work/2025/budget.xlsx', 'xlsx'), pending: { ...pending, status: 'queued' } },
    documentAt(3, 'work/lease-agreement-signed.pdf', {
      status: 'failed',
      error: { code: 'encrypted', message: 'Standard security handler, revision 6' },
    }),
    documentAt(4, 'work/会议纪要 第三次.pptx', { status: 'queued' }),
    documentAt(5, 'work/letters.mbox', { status: 'queued' }),
    {
      ...read(6, 'work/minutes.pdf', 'pdf', 12),
      content: {
        format: 'pdf',
        coverage: 0.8,
        warnings: [
          { code: 'pages-without-text', pages: [2, 3] },
          { code: 'images-skipped', count: 4 },
        ],
        characters: 900,
        chunkCount: 12,
        pages: [{ number: 1, start: 0, end: 1 }],
      },
    },
    documentAt(7, 'work/scan of the deed.pdf', {
      status: 'unread',
      content: {
        format: 'pdf',
        coverage: 0,
        warnings: [],
        characters: 0,
        chunkCount: 0,
        pages: [{ number: 1, start: 0, end: 0 }],
        unread: 'scan',
      },
    }),
    {
      ...read(8, 'work/plan.md', 'markdown'),
      pending: { ...pending, status: 'failed', error: { code: 'corrupt', message: 'corrupt' } },
    },
    documentAt(9, 'work/lost.txt', { status: 'failed', error: { code: 'not-stored', message: '' } }),
    ...Array.from({ length: 400 }, (_, index) =>
      documentAt(10 + index, `work/notes/${['day', '札记'][index % 2] ?? ''} ${index + 1}.md`, {
        status: 'queued',
        sizeBytes: 30_000,
      }),
    ),
  ],
};

/** Documents that wait, in the folders of a large collection. */
export function manyDocuments(count: number): StoredDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    ...documentAt(0, `archive/${index % 40}/note-${String(index).padStart(5, '0')}.md`),
    id: `many-${index}`,
    addedAt: index,
    status: 'queued',
  }));
}
