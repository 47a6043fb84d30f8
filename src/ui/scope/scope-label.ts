import type { Messages } from '../../i18n/en';
import type { ScopeChoice } from '../../state/scope-choice';

/** What is chosen to look in, in a few words. */
export function scopeLabel({ scope }: Messages, { reach, documentIds, tags }: ScopeChoice): string {
  if (tags.length > 0) return scope.tagged(tags, reach === 'all-libraries');
  return documentIds.length > 0 ? scope.someDocuments(documentIds.length) : scope.reaches[reach];
}
