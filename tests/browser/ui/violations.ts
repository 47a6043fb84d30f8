import axe from 'axe-core';

/** Axe takes one look at a time, and that of a test that ran out of time may not be over. */
let lastLook: Promise<unknown> = Promise.resolve();

/** What axe finds, one line each; best practices that a dialog or menu over the page cannot follow are left out. */
export async function violations(): Promise<string[]> {
  await Promise.allSettled([lastLook]);
  await animationsEnded();
  const look = axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    // Test pages have no title of ours.
    rules: { 'document-title': { enabled: false } },
  });
  lastLook = look;
  const { violations: found } = await look;
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** What fades in has another colour until it is there, and may follow what fades out. */
async function animationsEnded(): Promise<void> {
  for (let ending = endingAnimations(); ending.length > 0; ending = endingAnimations()) {
    // One that is called off, because what it moves goes away, rejects.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  }
}

/** What never ends is not waited for. */
function endingAnimations(): Animation[] {
  return document
    .getAnimations()
    .filter(
      ({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
    );
}
