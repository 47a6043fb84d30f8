import type { Incoming, IncomingStatus } from '../services/app-services';
import type { AddingState } from './adding-state.svelte';
import { follow } from './follow.svelte';
import type { NoticeState } from './notice-state.svelte';

/** What other apps shared or the system opened with this one, until the person says where it belongs. */
export class IncomingState {
  readonly #incoming: Incoming;
  readonly #adding: AddingState;
  readonly #notice: NoticeState;
  #status = $state.raw<IncomingStatus>({ status: 'none' });

  constructor(incoming: Incoming, adding: AddingState, notice: NoticeState) {
    this.#incoming = incoming;
    this.#adding = adding;
    this.#notice = notice;
    follow<IncomingStatus>(
      () => (onValue) => incoming.observe(onValue),
      (status) => (this.#status = status),
    );
  }

  get status(): IncomingStatus {
    return this.#status;
  }

  /** Into the library named, or into a first one. What was shared never takes the place of a document that is there. */
  async add(libraryId: string | undefined): Promise<void> {
    if (this.#status.status !== 'waiting') return;
    const { files, origin } = this.#status;
    const isAdded = await this.#adding.addFiles(files, {
      isNew: origin === 'shared',
      ...(libraryId === undefined ? {} : { libraryId }),
    });
    if (isAdded) await this.dismiss();
  }

  async dismiss(): Promise<void> {
    await this.#notice.attempt(() => this.#incoming.clear());
  }
}
