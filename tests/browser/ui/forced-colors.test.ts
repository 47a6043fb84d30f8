import { afterAll, beforeAll, expect, it } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { showApp } from './show-app';

async function force(value: 'active' | 'none') {
  const features = [{ name: 'forced-colors', value }];
  await cdp().send('Emulation.setEmulatedMedia', { features });
}

beforeAll(() => force('active'));
afterAll(() => force('none'));

/** The colours of an element, as the system's own names give them. */
function systemColours(background: string, text: string): { backgroundColor: string; color: string } {
  const probe = document.createElement('span');
  probe.style.cssText = `forced-color-adjust: none; background: ${background}; color: ${text}`;
  document.body.append(probe);
  const { backgroundColor, color } = getComputedStyle(probe);
  probe.remove();
  return { backgroundColor, color };
}

function coloursOf(selector: string): { backgroundColor: string; color: string } | undefined {
  const element = document.querySelector(selector);
  if (!element) return undefined;
  const { backgroundColor, color } = getComputedStyle(element);
  return { backgroundColor, color };
}

it('words that were found and what is selected can be read where the system chooses the colours', async () => {
  const { screen } = await showApp();
  await userEvent.keyboard('{Control>}k{/Control}');
  await screen.getByRole('combobox').fill('stone');
  await expect.element(screen.getByRole('option', { selected: true })).toBeVisible();
  expect(coloursOf('[role="option"] mark')).toEqual(systemColours('Mark', 'MarkText'));
  expect(coloursOf('[role="option"][aria-selected="true"]')).toEqual(
    systemColours('Highlight', 'HighlightText'),
  );
});
