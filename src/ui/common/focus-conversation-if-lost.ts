/** Where a dialog closes and nothing it could return to is left. Not the question: single keys are still shortcuts. */
export function focusConversationIfLost(): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
  focusConversationWithoutKeyboard();
}

/** What was said so far, or the title where nothing was: neither calls up a touch keyboard. */
export function focusConversationWithoutKeyboard(): void {
  const place =
    document.querySelector<HTMLElement>('.middle .scroller') ??
    document.querySelector<HTMLElement>('.middle h1[tabindex]');
  place?.focus({ preventScroll: true });
}
