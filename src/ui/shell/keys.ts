export interface KeyActions {
  readonly focusQuestion: () => void;
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
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      actions.startNew();
    }
  };
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isOverPanes(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
