import type { Attachment } from 'svelte/attachments';
import type { DocumentsState } from '../../state/documents-state.svelte';

/**
 * Gives the focus to what takes the place of a password's form, or to the form when it comes back, unless the person
 * has gone elsewhere meanwhile.
 */
export function focusAfterPassword(documents: DocumentsState, documentId: string): Attachment<HTMLElement> {
  return (element) => {
    if (documents.unlockingId !== documentId || document.activeElement !== document.body) return;
    element.focus({ preventScroll: true });
  };
}
