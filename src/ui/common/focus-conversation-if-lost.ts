/** Where a dialog closes and nothing it could return to is left: the question, or its conversation on a touch screen. */
export function focusConversationIfLost(): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
  const isTouched = matchMedia('(pointer: coarse)').matches;
  const place = isTouched ? '.middle .scroller' : '#question';
  document.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
}
