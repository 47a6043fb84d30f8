/** What this page remembers over a reload, and no other page of the app knows. It goes when the browser's tab is closed. */
export class PageMemory {
  /** Undefined where nothing was kept, or where the browser keeps nothing. */
  recall(key: string): unknown {
    try {
      const kept = sessionStorage.getItem(key);
      return kept === null ? undefined : JSON.parse(kept);
    } catch {
      return undefined;
    }
  }

  /** Undefined is forgotten. */
  keep(key: string, value: unknown): void {
    try {
      if (value === undefined) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Where the browser keeps nothing, a reload begins anew.
    }
  }
}
