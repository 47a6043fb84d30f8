/** How much the app keeps in this browser, and whether the browser has promised to keep it. */
type StorageUse =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'known';
      readonly usedBytes: number;
      readonly quotaBytes: number;
      readonly isPersistent: boolean;
    };

export class StorageState {
  #use = $state.raw<StorageUse>({ status: 'unknown' });
  #wasRefused = $state.raw(false);

  get use(): StorageUse {
    return this.#use;
  }

  /** The browser was asked to keep everything, and did not promise it. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  async read(): Promise<void> {
    const { usage, quota } = await navigator.storage.estimate();
    if (usage === undefined || quota === undefined) return;
    const isPersistent = await navigator.storage.persisted();
    this.#use = { status: 'known', usedBytes: usage, quotaBytes: quota, isPersistent };
  }

  async keep(): Promise<void> {
    this.#wasRefused = !(await navigator.storage.persist());
    await this.read();
  }
}
