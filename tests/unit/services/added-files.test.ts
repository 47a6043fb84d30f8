import { describe, expect, it } from 'vitest';
import {
  filesFromPicker,
  gatherFiles,
  isHiddenFromHandles,
  type AddedItem,
} from '../../../src/services/added-files';

type Tree = { readonly [name: string]: string | Error | Tree };

/** A folder as the File System API hands it out. */
function folder(name: string, tree: Tree): FileSystemDirectoryHandle {
  const values = async function* () {
    for (const [child, content] of Object.entries(tree)) {
      await Promise.resolve();
      if (typeof content !== 'string' && !(content instanceof Error)) yield folder(child, content);
      else {
        yield {
          kind: 'file',
          name: child,
          getFile: () =>
            content instanceof Error ? Promise.reject(content) : Promise.resolve(new File([content], child)),
        };
      }
    }
  };
  return { kind: 'directory', name, values } as unknown as FileSystemDirectoryHandle;
}

/** The same as a drop hands it out elsewhere: in batches, and the last one empty. */
function entry(path: string, content: string | Tree): FileSystemEntry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const common = {
    name,
    fullPath: path,
    isFile: typeof content === 'string',
    isDirectory: typeof content !== 'string',
  };
  if (typeof content === 'string') {
    const file = (resolve: (file: File) => void) => resolve(new File([content], name));
    return { ...common, file } as unknown as FileSystemEntry;
  }
  const children = Object.entries(content).map(([child, inner]) =>
    entry(`${path}/${child}`, inner instanceof Error ? '' : inner),
  );
  const createReader = () => {
    let handedOut = 0;
    return {
      readEntries: (resolve: (batch: FileSystemEntry[]) => void) => {
        resolve(children.slice(handedOut, (handedOut += 2)));
      },
    };
  };
  return { ...common, createReader } as unknown as FileSystemEntry;
}

async function gathered(items: AddedItem[], signal = new AbortController().signal) {
  const paths: string[] = [];
  const unreadable: string[] = [];
  const options = { signal, onUnreadable: (path: string) => unreadable.push(path) };
  for await (const batch of gatherFiles(items, options)) paths.push(...batch.map(({ path }) => path));
  return { paths: paths.sort(), unreadable };
}

const notes: Tree = {
  'a.md': 'A',
  '.DS_Store': '',
  '~$draft.docx': '',
  deep: { 'b.md': 'B', deeper: { 'c.md': 'C', '._c.md': '' } },
  '.git': { config: '' },
  node_modules: { left: { 'index.js': '' } },
};
const paths = ['notes/a.md', 'notes/deep/b.md', 'notes/deep/deeper/c.md'];

describe('gathering files', () => {
  it('goes through a folder to the bottom and leaves out what nobody means to add', async () => {
    expect(await gathered([{ handle: folder('notes', notes), root: 'notes' }])).toEqual({
      paths,
      unreadable: [],
    });
  });

  it('reads a folder by its entry where there is one, for its handle hides names', async () => {
    const handle = folder('notes', { 'a.md': 'A' });
    const whole = entry('/notes', { 'a.md': 'A', 'Why?.md': 'B' }) as FileSystemDirectoryEntry;
    const { paths: read } = await gathered([{ handle, entry: whole, root: 'notes (2)' }]);
    expect(read).toEqual(['notes (2)/Why?.md', 'notes (2)/a.md']);
    expect(['notes/Why?.md', 'notes/a: b/c.md', 'notes/end.'].every(isHiddenFromHandles)).toBe(true);
    expect(paths.some(isHiddenFromHandles)).toBe(false);
  });

  it('gives a dropped folder the same paths, whichever way the browser hands it out', async () => {
    expect((await gathered([entry('/notes', notes)])).paths).toEqual(paths);
  });

  it('begins paths with the root that the folder is kept under', async () => {
    const { paths: numbered } = await gathered([{ handle: folder('notes', notes), root: 'notes (2)' }]);
    expect(numbered[0]).toBe('notes (2)/a.md');
  });

  it('takes files and folders together', async () => {
    const items = [new File(['x'], 'x.md'), entry('/y.md', 'Y'), entry('/notes', { 'z.md': 'Z' })];
    expect((await gathered(items)).paths).toEqual(['notes/z.md', 'x.md', 'y.md']);
  });

  it('tells of a file that cannot be opened, and gathers the others', async () => {
    const handle = folder('notes', { 'a.md': 'A', 'locked.md': new Error('locked'), 'z.md': 'Z' });
    expect(await gathered([{ handle, root: 'notes' }])).toEqual({
      paths: ['notes/a.md', 'notes/z.md'],
      unreadable: ['notes/locked.md'],
    });
  });

  it('hands out a large folder in parts', async () => {
    const tree = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.md`, 'x']));
    const sizes: number[] = [];
    const { signal } = new AbortController();
    for await (const batch of gatherFiles([{ handle: folder('many', tree), root: 'many' }], { signal })) {
      sizes.push(batch.length);
    }
    expect(sizes.reduce((sum, size) => sum + size)).toBe(500);
    expect(Math.max(...sizes)).toBeLessThan(100);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const tree = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.md`, 'x']));
    const batches = gatherFiles([{ handle: folder('many', tree), root: 'many' }], controller);
    await batches.next();
    controller.abort();
    await expect(batches.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves the same out of a folder that was chosen', () => {
    const chosen = ['notes/a.md', 'notes/.git/config', 'notes/Thumbs.db'].map((path) =>
      Object.assign(new File(['x'], path.split('/').at(-1) ?? ''), { webkitRelativePath: path }),
    );
    expect(filesFromPicker(chosen).map(({ path }) => path)).toEqual(['notes/a.md']);
  });
});
