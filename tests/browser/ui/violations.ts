import axe from 'axe-core';

/** What axe finds, one line each; best practices that a dialog or menu over the page cannot follow are left out. */
export async function violations(): Promise<string[]> {
  // What fades in has another colour until it is there; what never ends is not waited for.
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(ending.map((animation) => animation.finished));
  const { violations: found } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    // Test pages have no title of ours.
    rules: { 'document-title': { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
