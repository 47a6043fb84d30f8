export interface KeyActions {
  readonly focusQuestion: () => void;
  readonly search: () => void;
  readonly startNew: () => void;
  readonly close: () => void;
}

/** The few shortcuts of the whole window; a dialog or menu that is open keeps its keys to itself. */
export function bindKeys(actions: KeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing || isOverPanes()) return;
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
    if (event.key === 'Escape') {
      actions.close();
    } else if (event.key === '/' && !isTyping && !hasModifier(event)) {
      event.preventDefault();
      actions.focusQuestion();
    } else if (isCommand(event, 'k') && !event.shiftKey) {
      event.preventDefault();
      actions.search();
    } else if (isCommand(event, 'o') && event.shiftKey) {
      event.preventDefault();
      actions.startNew();
    }
  };
}

/** For `aria-keyshortcuts`. */
export const shortcuts = {
  search: 'Control+K Meta+K',
  startNew: 'Control+Shift+O Meta+Shift+O',
  ask: 'Control+Enter Meta+Enter',
} as const;

/** A shortcut as this system's keyboards name it: ⌘K on a Mac, Ctrl+K elsewhere. */
export function shownKeys(shortcut: keyof typeof shortcuts): string {
  const [control = '', meta = ''] = shortcuts[shortcut].split(' ');
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  if (!isMac) return control.replace('Control', 'Ctrl');
  return meta.replace('Meta', '⌘').replace('Shift', '⇧').replace('Enter', '↩').replaceAll('+', '');
}

function isCommand(event: KeyboardEvent, key: string): boolean {
  return event.key.toLowerCase() === key && (event.ctrlKey || event.metaKey) && !event.altKey;
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isOverPanes(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
