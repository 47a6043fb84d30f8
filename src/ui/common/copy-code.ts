import { copiedShownMs } from './copied-shown';

export interface CopyWords {
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
}

/** For a click within rendered Markdown: copies the code whose button was pressed, if one was. */
export async function copyCode(
  event: Event,
  { copy, copied, copyFailed }: CopyWords,
  say: (said: string) => void,
): Promise<void> {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
  const code = button?.closest('.code-block')?.querySelector('code');
  if (!button || !code) return;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = copied;
    setTimeout(() => (button.textContent = copy), copiedShownMs);
    say(copied);
  } catch {
    say(copyFailed);
  }
}
