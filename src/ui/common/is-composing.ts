/**
 * Whether a key chooses among characters that are being composed. Safari ends a composition before the key that ended
 * it, and tells it only by the key code.
 */
export function isComposing(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells it there
  return event.isComposing || event.keyCode === 229;
}
