import type { AppError } from '../core/app-error';
import { modelHostsFor } from '../core/model-hosts';
import type { ErrorWords } from '../i18n/en';
import type { Format } from '../i18n/format';
import type { ModelMessages } from '../i18n/models/en';
import type { Settings } from '../services/app-services';
import { basesOf } from './model-hosts';

export interface ModelFailure {
  /** Absent where the app's general words for the code are the best there are. */
  readonly words?: ErrorWords;
  /** Whether another mirror may help. */
  readonly mayHaveMirror: boolean;
}

interface Context {
  readonly words: ModelMessages['failures'];
  readonly format: Format;
  readonly settings: Pick<Settings, 'hubUrl' | 'libraryUrl'>;
  /** Whether what failed is tried again without being asked, once there is a network. */
  readonly goesOn: boolean;
}

/** What is said of a failure with a model, by what it can name. */
export function modelFailure(
  { code, detail }: Pick<AppError, 'code' | 'detail'>,
  { words: t, format, settings, goesOn }: Context,
): ModelFailure {
  const said = (problem: string, advice: string, mayHaveMirror = false): ModelFailure => ({
    words: { problem, advice },
    mayHaveMirror,
  });
  const aboutHost = (host: string, problem: string): ModelFailure => {
    const isOfHub = modelHostsFor(basesOf(settings)).some((origin) => new URL(origin).host === host);
    return said(problem, isOfHub ? t.aboutHub : t.aboutHost, isOfHub);
  };
  switch (detail?.kind) {
    case 'unreachable':
    case 'cut-off':
      return aboutHost(detail.host, t[detail.kind](detail.host));
    case 'refused':
      return aboutHost(detail.host, t.refused(detail.host, detail.status));
    case 'not-allowed':
      return said(t['not-allowed'](detail.host), t.aboutAllowing);
    case 'no-room': {
      const { neededBytes, freeBytes } = detail;
      const needed = format.bytes(neededBytes);
      const problem =
        freeBytes === undefined ? t.noMoreRoom(needed) : t['no-room'](needed, format.bytes(freeBytes));
      return said(problem, t.aboutRoom);
    }
    case 'cut-short': {
      const { path, bytes, expectedBytes } = detail;
      return said(t['cut-short'](path, format.bytes(bytes), format.bytes(expectedBytes)), t.aboutLength);
    }
    case 'no-model-file':
      return said(t['no-model-file'](detail.path), t.aboutFile);
    case 'no-answer-model':
      return said(t['no-answer-model'], t.aboutModel);
    case 'no-search-model':
      return said(t['no-search-model'], t.aboutFormat);
    case 'question-too-long':
    case undefined:
      return code === 'offline' && goesOn
        ? said(t.offline, t.aboutOffline)
        : { mayHaveMirror: code === 'model-not-found' || code === 'too-many-requests' };
  }
}
