import { describe, expect, it } from 'vitest';
import { showApp } from './show-app';

function drag(kind: 'dragenter' | 'dragover' | 'drop', files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}

function paste(target: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

describe('adding documents', () => {
  it('shows where to drop while files are dragged over the window, and adds them', async () => {
    const { services, screen } = await showApp();
    const file = new File(['Tea'], 'tea.txt', { type: 'text/plain' });
    drag('dragenter', [file]);
    await expect.element(screen.getByText('Drop to add to “The writing room”')).toBeVisible();
    drag('drop', [file]);
    await expect.element(screen.getByText('Drop to add to “The writing room”')).not.toBeInTheDocument();
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });

  it('leaves out what file managers put into folders', async () => {
    const { services } = await showApp();
    drag('drop', [new File(['x'], '.DS_Store'), new File(['Tea'], 'tea.txt')]);
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });

  it('turns pasted text into a document named by its first words', async () => {
    const { services } = await showApp();
    paste(document.body, '# Pine soot\n\nThe best soot comes from burning pine wood.');
    await expect.poll(() => services.added).toEqual([expect.stringMatching(/^Pine soot .*\.md$/)]);
  });

  it('leaves text alone that is pasted into the question', async () => {
    const { services, screen } = await showApp();
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    paste(question.element(), 'How is soot made?');
    drag('drop', [new File(['Tea'], 'tea.txt')]);
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });
});
