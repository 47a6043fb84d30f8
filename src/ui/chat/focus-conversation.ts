/** The conversation gets the focus of a button in it that goes away as it is pressed. */
export function focusConversation(within: EventTarget | null): void {
  if (within instanceof Element) within.closest<HTMLElement>('.scroller')?.focus();
}
