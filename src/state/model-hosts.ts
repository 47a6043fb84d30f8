import { modelHostsFor } from '../core/model-hosts';
import { officialHubUrl, officialLibraryUrl } from '../core/models/mirrors';
import type { Settings } from '../services/app-services';

/** Where downloads come from, by what the person has set. */
export function basesOf({ hubUrl, libraryUrl }: Pick<Settings, 'hubUrl' | 'libraryUrl'>) {
  return { hubUrl: hubUrl ?? officialHubUrl, libraryUrl: libraryUrl ?? officialLibraryUrl };
}

/** The origins that downloads need, those of models by address among them. */
export function hostsNeeded(
  settings: Pick<Settings, 'hubUrl' | 'libraryUrl' | 'modelSources'>,
): readonly string[] {
  const addresses = Object.values(settings.modelSources).flatMap(({ source }) =>
    source.kind === 'address' ? [source.url] : [],
  );
  return modelHostsFor(basesOf(settings), addresses);
}

/** Whether the page may connect to all that a download from the hub needs. */
export function isDownloadAllowed(settings: Pick<Settings, 'hubUrl' | 'libraryUrl' | 'modelHosts'>): boolean {
  return modelHostsFor(basesOf(settings)).every((host) => settings.modelHosts.includes(host));
}
