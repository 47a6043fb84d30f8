import type { ShareInbox } from '../storage/share-inbox';
import { AppError, toAppError } from '../core/app-error';
import type { Incoming, IncomingStatus } from './app-services';
import { Emitter } from './emitter';

/** What other apps shared, which the service worker has kept, and what the system opened with this app. */
export class IncomingService implements Incoming {
  readonly #inbox: ShareInbox;
  readonly #status = new Emitter<IncomingStatus>({ status: 'none' });

  constructor(inbox: ShareInbox) {
    this.#inbox = inbox;
  }

  observe: Incoming['observe'] = (onValue) => this.#status.observe(onValue);

  /** Looks at what was shared, just now or before. */
  async takeShared(): Promise<void> {
    const outcome = new URLSearchParams(location.search).get('shared');
    // So that a reload does not tell of it again.
    if (outcome !== null) history.replaceState(history.state, '', location.pathname + location.hash);
    try {
      this.#offer('shared', await this.#inbox.files());
      if (outcome === 'failed') throw new AppError('storage-full', 'what was shared could not be kept');
    } catch (error) {
      if (this.#status.value.status === 'none') this.#fail(error);
    }
  }

  /** Takes what the system opens with the app, now and later. */
  takeOpened(): void {
    window.launchQueue?.setConsumer((launch) => {
      Promise.all(launch.files.map((handle) => handle.getFile())).then(
        (files) => this.#offer('opened', files),
        (error: unknown) => this.#fail(error),
      );
    });
  }

  async clear(): Promise<void> {
    this.#status.value = { status: 'none' };
    await this.#inbox.clear();
  }

  #offer(origin: 'shared' | 'opened', files: readonly File[]): void {
    if (files.length === 0) return;
    const before = this.#status.value;
    const waiting = before.status === 'waiting' ? before : { origin, files: [] };
    const added = files.map((file) => ({ file, path: file.name }));
    this.#status.value = {
      status: 'waiting',
      origin: waiting.origin,
      files: [...waiting.files, ...added],
    };
  }

  #fail(error: unknown): void {
    this.#status.value = { status: 'failed', error: toAppError(error, 'storage-failed') };
  }
}
