import { AppError } from '../core/app-error';
import type { AddedFile } from '../services/app-services';

/** The files that the command line picked in the page's input, by the paths that it gave them, in its order. */
export function pickedFiles(paths: readonly string[]): AddedFile[] {
  const files = document.querySelector('input')?.files ?? [];
  return paths.map((path, place) => {
    const file = files[place];
    if (!file) throw new AppError('internal', `${path} was not picked`);
    return { file, path };
  });
}
