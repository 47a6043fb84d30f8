/** What a diagram is drawn with: colours as the browser computes them, and the face of its words. */
export interface DiagramLook {
  readonly isDark: boolean;
  readonly fontFamily: string;
  /** The value of a colour token of the app. */
  readonly colour: (token: string) => string;
}

/** Read where the diagram is to stand; a custom property itself still says `light-dark(…)`. */
export function diagramLookAt(place: HTMLElement, isDark: boolean): DiagramLook {
  const colours = new Map<string, string>();
  const probe = document.createElement('span');
  place.append(probe);
  for (const token of tokens) {
    probe.style.color = `var(--${token})`;
    colours.set(token, getComputedStyle(probe).color);
  }
  probe.style.fontFamily = 'var(--ui-face)';
  const { fontFamily } = getComputedStyle(probe);
  probe.remove();
  return { isDark, fontFamily, colour: (token) => colours.get(token) ?? 'currentColor' };
}

const tokens = [
  ...['ground', 'raised', 'sunken', 'hover', 'selected', 'ink', 'ink-soft', 'outline', 'hairline'],
  ...['blue', 'blue-tint', 'amber-tint'],
];
