import { modelHostsFor, modelHostsOf } from '../core/model-hosts';
import type { ModelSource } from '../core/models/catalogue-entry';
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

/** Whether the page may connect to all that this one model is fetched from. */
export function mayFetch(
  source: ModelSource,
  settings: Pick<Settings, 'hubUrl' | 'libraryUrl' | 'modelHosts'>,
): boolean {
  // Its compiled library lies at a host of its own.
  if (source.kind === 'hub' && source.library !== undefined) return isDownloadAllowed(settings);
  return modelHostsOf({ source }, basesOf(settings)).every((host) => settings.modelHosts.includes(host));
}

/** A page that may connect to one host of somebody's own does not connect to nothing. */
export function hostsAllowed(
  settings: Pick<Settings, 'hubUrl' | 'libraryUrl' | 'modelHosts'>,
): 'none' | 'some' | 'all' {
  if (settings.modelHosts.length === 0) return 'none';
  return isDownloadAllowed(settings) ? 'all' : 'some';
}

/** The hosts after a change of mirrors: those of the new ones in place of the old, where the old were switched on. */
export function hostsAfterMirrors(
  settings: Pick<Settings, 'hubUrl' | 'libraryUrl' | 'modelHosts'>,
  mirrors: Pick<Settings, 'hubUrl' | 'libraryUrl'>,
): readonly string[] {
  if (!isDownloadAllowed(settings)) return settings.modelHosts;
  const before = modelHostsFor(basesOf(settings));
  const others = settings.modelHosts.filter((host) => !before.includes(host));
  return [...new Set([...modelHostsFor(basesOf(mirrors)), ...others])];
}
