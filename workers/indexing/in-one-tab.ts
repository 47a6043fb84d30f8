/**
 * Runs background work unless another tab is at it. Where there are no locks it runs in each: the store refuses what
 * comes too late.
 */
export async function inOneTab(name: string, work: () => Promise<void>): Promise<void> {
  const { navigator: { locks } = {} } = globalThis as { navigator?: { locks?: LockManager } };
  if (!locks) return work();
  await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}
