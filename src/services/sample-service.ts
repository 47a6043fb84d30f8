import { AppError } from '../core/app-error';
import type { AddedFile, Imports, Libraries, SampleLibrary, SampleQuestion } from './app-services';

interface SampleIndex {
  readonly documents: readonly { readonly path: string }[];
  readonly questions: readonly SampleQuestion[];
}

/** What is in `public/sample.json`; it lies beside the folder, which holds documents and nothing else. */
const indexFile = '../sample.json';

/** The sample documents lie beside the app as plain files, and go through the same import as any others. */
export function createSampleLibrary(
  sampleUrl: string,
  { libraries, imports }: { libraries: Libraries; imports: Pick<Imports, 'add'> },
): SampleLibrary {
  const index = (): Promise<SampleIndex> => fetchFile(indexFile).then((file) => file.json());

  async function fetchFile(path: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(sampleUrl + encodeURI(path));
    } catch (error) {
      throw new AppError('offline', `could not read sample/${path}`, { cause: error });
    }
    if (!response.ok) throw new AppError('not-found', `sample/${path} is missing (${response.status})`);
    return response;
  }

  return {
    create: async (name) => {
      const { documents } = await index();
      const files = await Promise.all(
        documents.map(async ({ path }): Promise<AddedFile> => {
          const blob = await (await fetchFile(path)).blob();
          return { path, file: new File([blob], path.split('/').at(-1) ?? path, { type: blob.type }) };
        }),
      );
      const library = await libraries.create(name);
      await imports.add(library.id, files);
      return library;
    },
    questions: async () => (await index()).questions,
  };
}
