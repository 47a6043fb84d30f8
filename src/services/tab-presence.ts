/**
 * Which tabs of the app are open. Each holds a lock of its own name for as long as it lives, whatever ends it;
 * where the browser has no locks every tab believes to be alone.
 */
export interface TabPresence {
  /** This tab's. */
  readonly id: string;
  /** Ids of the tabs that live, this one among them. */
  liveIds(): Promise<ReadonlySet<string>>;
}

const prefix = 'inkstone-tab:';

export function joinTabs(locks: LockManager | undefined): TabPresence {
  const id = crypto.randomUUID();
  // Held until the page goes away.
  void locks?.request(prefix + id, () => new Promise(() => undefined)).catch(() => undefined);
  return {
    id,
    liveIds: async () => {
      const { held = [] } = (await locks?.query()) ?? {};
      const names = held.map((lock) => lock.name ?? '').filter((name) => name.startsWith(prefix));
      return new Set([id, ...names.map((name) => name.slice(prefix.length))]);
    },
  };
}
