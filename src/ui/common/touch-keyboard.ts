/** The least that a keyboard on the screen takes of its height. */
const keyboardShare = 0.2;

/** Whether a keyboard on the screen covers a part of the page; a touch screen may have one of keys as well. */
export function isTouchKeyboardShown(): boolean {
  const { visualViewport } = window;
  if (!visualViewport) return window.matchMedia('(pointer: coarse)').matches;
  const { height, scale } = visualViewport;
  return height * scale < window.innerHeight * (1 - keyboardShare);
}
