import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { StoredDocument } from '../../../src/core/library';
import { deskInUse, inkstone, paper, prose } from './desk';
import { showApp } from './show-app';
import { violations } from './violations';

const tagged: Readonly<Record<string, readonly string[]>> = {
  [inkstone.document.id]: ['craft', 'stone'],
  [paper.document.id]: ['craft'],
  [prose.document.id]: ['文房'],
};
const desk = {
  ...deskInUse,
  sources: deskInUse.sources.map((source) => {
    const tags = tagged[source.document.id];
    return tags ? { ...source, document: { ...source.document, tags } } : source;
  }),
};

const dialog = page.getByRole('dialog', { name: /^Tags of / });
const field = dialog.getByRole('combobox');
const rows = page.getByRole('list', { name: 'Documents', exact: true });
const row = (name: string) => rows.getByRole('listitem').filter({ hasText: name });
const trigger = page.getByRole('button', { name: /^Answer from: / });
const menu = page.getByRole('dialog', { name: 'Where to look' });

async function openTagsOf(name: string): Promise<void> {
  const more = page.getByRole('button', { name: `More for ${name}` });
  (more.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await page.getByRole('menuitem', { name: 'Tags…' }).click();
  await expect.element(field).toHaveFocus();
}

describe('tags of a document', () => {
  it('are written, completed and taken away by keyboard alone, and the focus goes back', async () => {
    await showApp({ desk });
    await expect.element(row('inkstone.md').first()).toHaveTextContent('#craft #stone');
    await openTagsOf('inkstone.md');
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Backspace}new one,cra');
    await expect.element(dialog.getByRole('button', { name: 'Remove new one' })).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Remove stone' })).not.toBeInTheDocument();
    await expect.element(field).toHaveValue('cra');
    // It has that one already.
    await expect.element(dialog.getByRole('option')).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}{ArrowDown}');
    await expect.element(dialog.getByRole('option', { selected: true })).toHaveTextContent('stone');
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(row('inkstone.md').first()).toHaveTextContent('#craft #stone #new one');
    await expect.element(page.getByRole('button', { name: 'More for inkstone.md' })).toHaveFocus();
  });

  it('are not lost by Escape or Back: it is asked what to do with what was changed', async () => {
    await showApp({ desk });
    await openTagsOf('inkstone.md');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await openTagsOf('inkstone.md');
    await userEvent.keyboard('new one{Enter}{Escape}');
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('The tags were changed. Save them?');
    await expect.element(dialog.getByRole('button', { name: 'Save' })).toHaveFocus();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveFocus();
    await expect.element(dialog.getByRole('button', { name: 'Remove new one' })).toBeVisible();
    await userEvent.keyboard('{Escape}{Enter}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(row('inkstone.md').first()).toHaveTextContent('#craft #stone #new one');
    await openTagsOf('inkstone.md');
    await userEvent.keyboard('another{Enter}');
    history.back();
    await dialog.getByRole('button', { name: 'Discard changes' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(row('inkstone.md').first()).not.toHaveTextContent('another');
  });

  it('that are too long, or too many, stay written and are told of beside the field', async () => {
    await showApp({ desk });
    await openTagsOf('inkstone.md');
    const long = 'a description that goes on far too long for a tag';
    await userEvent.keyboard(`${long}, ok{Enter}`);
    await expect.element(dialog.getByRole('button', { name: 'Remove ok' })).toBeVisible();
    await expect.element(field).toHaveValue(long);
    await expect.element(field).toHaveAccessibleDescription(/^A tag can have no more than 40 characters\./);
    expect(await violations()).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveValue('');
    const more = Array.from({ length: 18 }, (_, index) => `t${index}`);
    await field.fill(`${more.join(',')},`);
    await expect.element(dialog.getByText(/can have no more\. Remove one first\.$/)).toBeVisible();
    await expect.element(field).toHaveValue('t17, ');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Remove craft' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(row('inkstone.md').first()).toHaveTextContent('#t17');
  });

  it('are not ended by the keys that choose composed characters', async () => {
    await showApp({ desk });
    await openTagsOf('inkstone.md');
    await userEvent.keyboard('yan');
    field
      .element()
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    await expect.element(field).toHaveValue('yan');
    await field.fill('砚，墨');
    await expect.element(dialog.getByRole('button', { name: 'Remove 砚' })).toBeVisible();
    await expect.element(field).toHaveValue('墨');
  });

  it('are shown and changed in its details', async () => {
    await showApp({ desk });
    await page.getByRole('button', { name: 'More for inkstone.md' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    await expect.element(page.getByRole('definition').filter({ hasText: '#craft #stone' })).toBeVisible();
    await page.getByRole('button', { name: 'Tags…' }).click();
    await expect.element(field).toHaveFocus();
  });
});

describe('the list', () => {
  it('is filtered by tags, and all that it shows are tagged at once', async () => {
    await showApp({ desk });
    await page.getByRole('button', { name: 'Filter by tag' }).click();
    await page.getByRole('checkbox', { name: 'craft, 2 documents' }).click();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(row('universal-declaration')).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Tag these 2' }).click();
    await expect.element(field).toHaveFocus();
    await expect.element(dialog.getByText('1 of 2')).toBeVisible();
    await userEvent.keyboard('shared{Enter}{Enter}');
    for (const name of ['inkstone.md', 'A short history']) {
      await expect.element(row(name).first()).toHaveTextContent('#shared');
    }
  });

  it('is whole again when its tag is removed everywhere', async () => {
    await showApp({ desk });
    await page.getByRole('button', { name: 'Filter by tag' }).click();
    await page.getByRole('checkbox', { name: 'stone, 1 document' }).click();
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'More for stone' }).click();
    await page.getByRole('menuitem', { name: 'Remove from all documents' }).click();
    await page.getByRole('button', { name: 'Remove tag' }).click();
    await expect.element(row('universal-declaration').first()).toBeVisible();
    await expect.element(row('inkstone.md').first()).not.toHaveTextContent('#stone');
  });

  it('of thousands is filtered by a tag without holding anything up', async () => {
    const many = Array.from({ length: 5000 }, (_, index): StoredDocument => ({
      ...inkstone.document,
      id: `id-${index}`,
      name: `note-${index}.md`,
      path: `note-${index}.md`,
      tags: [`tag ${index % 300}`, `tag ${(index * 7) % 300}`],
    }));
    await showApp({ desk: { ...deskInUse, sources: [], unready: many, conversations: [], messages: [] } });
    await page.getByRole('button', { name: 'Filter by tag' }).click();
    await page.getByRole('textbox', { name: 'Find a tag' }).fill('tag 299');
    const startedAt = performance.now();
    await page.getByRole('checkbox', { name: /^tag 299,/ }).click();
    await expect.element(page.getByText(/ of 5,000$/)).toBeVisible();
    console.log(`5,000 documents filtered by a tag in ${(performance.now() - startedAt).toFixed(0)} ms`);
  });
});

describe('a question', () => {
  it('is asked of tags, and says so beside it', async () => {
    const { services } = await showApp({ desk });
    await trigger.click();
    await menu.getByRole('checkbox', { name: 'craft, 2 documents' }).click();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(trigger).toHaveTextContent('Tagged “craft”');
    await page.getByRole('textbox', { name: 'Question' }).fill('How?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Asked of documents tagged “craft”', { exact: true })).toBeVisible();
    expect(services.askedIn).toEqual([{ libraryIds: ['studio'], tags: ['craft'] }]);
    services.finish();
  });

  it('is asked of tags of all libraries, and of tags or documents, never of both', async () => {
    const { services } = await showApp({ desk });
    await trigger.click();
    await menu.getByRole('checkbox', { name: paper.document.name }).click();
    await menu.getByRole('checkbox', { name: 'stone, 1 document' }).click();
    await expect.element(menu.getByRole('checkbox', { name: paper.document.name })).not.toBeChecked();
    await menu.getByText('All libraries').click();
    await menu.getByRole('checkbox', { name: '文房, 1 document' }).click();
    await userEvent.keyboard('{Escape}');
    await page.getByRole('textbox', { name: 'Question' }).fill('How?');
    await userEvent.keyboard('{Enter}');
    await expect
      .element(page.getByText('Asked of documents tagged “stone” or “文房”, in all libraries'))
      .toBeVisible();
    expect(services.askedIn).toEqual([{ libraryIds: ['studio', 'classics'], tags: ['stone', '文房'] }]);
    services.finish();
  });

  it('is of the whole library again when no document has the tag any more', async () => {
    const { services } = await showApp({ desk });
    await trigger.click();
    await menu.getByRole('checkbox', { name: 'stone, 1 document' }).click();
    await userEvent.keyboard('{Escape}');
    await services.documents.removeTag('studio', 'stone');
    await expect.element(trigger).toHaveTextContent('This library');
    const told = page.getByText(
      'No document of this library is tagged “stone”. The whole library is searched instead.',
    );
    await expect.element(told).toBeVisible();
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Take the tag out' }).click();
    await expect.element(told).not.toBeInTheDocument();
  });

  it('says which of its tags is gone from all libraries', async () => {
    const { services } = await showApp({ desk });
    await trigger.click();
    await menu.getByText('All libraries').click();
    await menu.getByRole('checkbox', { name: 'stone, 1 document' }).click();
    await menu.getByRole('checkbox', { name: '文房, 1 document' }).click();
    await userEvent.keyboard('{Escape}');
    await services.documents.removeTag('classics', '文房');
    await expect
      .element(
        page.getByText(
          'No document of any library is tagged “文房”. Only what is tagged “stone” is searched.',
        ),
      )
      .toBeVisible();
    await page.getByRole('textbox', { name: 'Question' }).fill('How?');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => services.askedIn)
      .toEqual([{ libraryIds: ['studio', 'classics'], tags: ['stone'] }]);
    services.finish();
  });

  it('is asked of a tag from the palette', async () => {
    await showApp({ desk });
    await userEvent.keyboard('{Control>}{Shift>}p{/Shift}{/Control}');
    await page.getByRole('combobox', { name: 'Command or name' }).fill('tagged stone');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toHaveFocus();
    await expect.element(trigger).toHaveTextContent('Tagged “stone”');
  });

  it('is searched for in tags', async () => {
    await showApp({ desk });
    await userEvent.keyboard('{Control>}k{/Control}');
    await page.getByRole('button', { name: /^Search in: / }).click();
    await menu.getByRole('checkbox', { name: 'craft, 2 documents' }).click();
    await userEvent.keyboard('{Escape}');
    await page.getByRole('combobox', { name: 'Words to find' }).fill('right');
    await expect.element(page.getByText('Only the chosen documents were searched.')).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});
