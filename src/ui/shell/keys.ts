import { isComposing } from '../common/is-composing';
import { ariaKeys, isPressed, keyNames } from './key-combination';
import { shortcutTable, windowShortcuts, type ShortcutId, type WindowShortcutId } from './shortcut-table';

export type KeyActions = Readonly<Record<WindowShortcutId, () => void>>;

/** Binds the shortcuts of the whole window; a dialog or menu that is open keeps its keys to itself. */
export function bindKeys(actions: KeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || isComposing(event) || isOverPanes()) return;
    const id = windowShortcuts.find((candidate) =>
      shortcutTable[candidate].some((keys) => isPressed(keys, event) && !belongsToField(keys, event)),
    );
    if (id === undefined) return;
    if (id !== 'close') event.preventDefault();
    actions[id]();
  };
}

/** For `aria-keyshortcuts`. */
export const shortcuts: Readonly<Record<ShortcutId, string>> = {
  ...{ palette: aria('palette'), help: aria('help'), search: aria('search'), settings: aria('settings') },
  ...{ close: aria('close'), startNew: aria('startNew'), focusQuestion: aria('focusQuestion') },
  ...{ previousConversation: aria('previousConversation'), nextConversation: aria('nextConversation') },
  ...{ copyAnswer: aria('copyAnswer'), focusDocuments: aria('focusDocuments') },
  ...{ toggleSource: aria('toggleSource'), send: aria('send'), newLine: aria('newLine'), ask: aria('ask') },
  ...{ newNote: aria('newNote'), notice: aria('notice') },
};

/** Each combination of a shortcut, its keys as this system's keyboards label them. */
export function shownKeyNames(id: ShortcutId): readonly (readonly string[])[] {
  return shortcutTable[id].map((keys) => keyNames(keys, isMac()));
}

/** A shortcut as this system writes it: ⌘K on a Mac, Ctrl+K elsewhere. */
export function shownKeys(id: ShortcutId): string {
  return keyNames(shortcutTable[id][0], isMac()).join(isMac() ? '' : '+');
}

function aria(id: ShortcutId): string {
  return ariaKeys(shortcutTable[id]);
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** Signs are typed into a field, and Alt with an arrow moves in what is written there. */
function belongsToField(keys: string, { target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest('input, textarea, [contenteditable]');
  if (!field) return false;
  if (keys.length === 1) return true;
  const isEmpty =
    (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) && field.value === '';
  return keys.includes('Arrow') && !isEmpty;
}

function isOverPanes(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
