import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { zh } from '../../../src/i18n/zh';
import { ariaKeys, isPressed, keyNames, type PressedKeys } from '../../../src/ui/shell/key-combination';
import { shortcutGroups, shortcutTable } from '../../../src/ui/shell/shortcut-table';

function press(key: string, held: Partial<PressedKeys> = {}): PressedKeys {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('a combination of keys', () => {
  it('is pressed with Ctrl as with ⌘, and with nothing else held', () => {
    expect(isPressed('Mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(isPressed('Mod+K', press('k', { metaKey: true }))).toBe(true);
    expect(isPressed('Mod+K', press('k'))).toBe(false);
    expect(isPressed('Mod+K', press('K', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(isPressed('Mod+K', press('k', { ctrlKey: true, altKey: true }))).toBe(false);
    expect(isPressed('Mod+Shift+P', press('P', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('of a sign is pressed on keyboards that write it with Shift and on those that do not', () => {
    expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true);
    expect(isPressed('/', press('/'))).toBe(true);
    expect(isPressed('/', press('/', { shiftKey: true }))).toBe(true);
    expect(isPressed('/', press('/', { ctrlKey: true }))).toBe(false);
  });

  it('with Alt is told by the key, whatever a Mac writes with it', () => {
    const held = { altKey: true, shiftKey: true };
    expect(isPressed('Alt+Shift+D', press('Î', { ...held, code: 'KeyD' }))).toBe(true);
    expect(isPressed('Alt+Shift+D', press('D', { ...held, code: 'KeyE' }))).toBe(false);
    expect(isPressed('Alt+ArrowUp', press('ArrowUp', { altKey: true }))).toBe(true);
  });

  it('is named for assistive technology and as keyboards label it', () => {
    expect(ariaKeys(['Mod+Shift+P', '?'])).toBe('Control+Shift+P Meta+Shift+P ?');
    expect(keyNames('Mod+Shift+P', true)).toEqual(['⌘', '⇧', 'P']);
    expect(keyNames('Mod+Shift+P', false)).toEqual(['Ctrl', 'Shift', 'P']);
    expect(keyNames('Alt+ArrowUp', false)).toEqual(['Alt', '↑']);
  });
});

describe('the table of shortcuts', () => {
  it('has no keys twice', () => {
    const all = Object.values(shortcutTable).flat();
    expect(new Set(all).size).toBe(all.length);
  });

  it('is listed whole, and named in both languages', () => {
    const listed = shortcutGroups.flatMap(({ ids }) => [...ids]).sort();
    expect(listed).toEqual(Object.keys(shortcutTable).sort());
    for (const id of listed) {
      expect(en.shortcuts.names[id]).toBeTruthy();
      expect(zh.shortcuts.names[id]).toBeTruthy();
    }
  });
});
