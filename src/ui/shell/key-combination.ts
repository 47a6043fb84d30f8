/** What of a KeyboardEvent tells which keys were pressed. */
export type PressedKeys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** True where exactly the keys of `combination` ("Mod+Shift+P") are pressed; either of Ctrl and ⌘ is `Mod`. */
export function isPressed(combination: string, event: PressedKeys): boolean {
  const parts = combination.split('+');
  const key = parts.at(-1) ?? '';
  const has = (modifier: string): boolean => parts.includes(modifier);
  if (has('Mod') !== (event.ctrlKey || event.metaKey) || has('Alt') !== event.altKey) return false;
  // A sign such as "?" needs Shift on some keyboards and not on others.
  const isSign = key.length === 1 && !/[A-Z]/.test(key);
  if (!isSign && has('Shift') !== event.shiftKey) return false;
  // With Alt, a Mac writes another character than the key's own.
  if (has('Alt') && /^[A-Z]$/.test(key)) return event.code === `Key${key}`;
  return event.key.toUpperCase() === key.toUpperCase();
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(combinations: readonly string[]): string {
  return combinations
    .flatMap((keys) =>
      keys.includes('Mod') ? [keys.replace('Mod', 'Control'), keys.replace('Mod', 'Meta')] : [keys],
    )
    .join(' ');
}

/** The keys as they are labelled: ⌘ and K on a Mac, Ctrl and K elsewhere. */
export function keyNames(combination: string, isMac: boolean): readonly string[] {
  const names = isMac ? macNames : otherNames;
  return combination.split('+').map((key) => names[key] ?? key);
}

const arrows = { ArrowUp: '↑', ArrowDown: '↓' };
const macNames: Readonly<Record<string, string>> = {
  ...arrows,
  ...{ Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Escape: 'esc' },
};
const otherNames: Readonly<Record<string, string>> = { ...arrows, Mod: 'Ctrl', Escape: 'Esc' };
