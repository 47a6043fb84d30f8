import { AppError } from '../core/app-error';
import type { LabFile } from './protocol';

export async function fetchFile({ url, path }: LabFile): Promise<File> {
  const blob = await (await fetchOk(url)).blob();
  // The type that the server guesses is not the file's own: a picked file has one only by its name, too.
  return new File([blob], path.split('/').at(-1) ?? path);
}

export async function fetchText(url: string): Promise<string> {
  return (await fetchOk(url)).text();
}

async function fetchOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok)
    throw new AppError('not-found', `${decodeURI(url)} could not be read (${response.status})`);
  return response;
}
