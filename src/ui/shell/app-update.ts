import type { UpdateStatus } from '../../services/service-worker-client';
import type { Observe } from '../../services/app-services';

export type { UpdateStatus };

/** A new version of the app: offered, never forced. */
export interface AppUpdate {
  readonly observe: Observe<UpdateStatus>;
  /** Reloads the page with the new version. */
  readonly apply: () => void;
  /** Whether documents are being imported: not the moment for a reload. */
  readonly isBusy: () => boolean;
}
