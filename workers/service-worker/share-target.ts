import { ShareInbox } from '../../src/storage/share-inbox';

/** As the web app manifest names it. */
const sharePath = 'share';

export function isShare({ url, method }: Pick<Request, 'url' | 'method'>, scope: string): boolean {
  return method === 'POST' && url === new URL(sharePath, scope).href;
}

/**
 * Keeps what another app shared, and sends the browser on to the app by a GET. The request never reaches the network;
 * what could not be kept is told of in the address.
 */
export async function receiveShare(
  request: Request,
  scope: string,
  inbox = new ShareInbox(),
): Promise<Response> {
  let outcome = 'kept';
  try {
    const form = await request.formData();
    await inbox.put(sharedFiles(form));
  } catch {
    outcome = 'failed';
  }
  return Response.redirect(new URL(`?shared=${outcome}`, scope).href, 303);
}

function sharedFiles(form: FormData): File[] {
  const files = form.getAll('files').filter((part) => part instanceof File && part.size > 0);
  const [title, text, url] = ['title', 'text', 'url'].map((field) => {
    const part = form.get(field);
    return typeof part === 'string' ? part.trim() : '';
  });
  // Many apps give the address as the text, and some as both.
  const lines = [title, text, url === text ? '' : url].filter((line) => line);
  // The title that comes with a file is said of that file, and is no document of its own.
  const isCaption = files.length > 0 && !text && !url;
  if (lines.length > 0 && !isCaption) files.push(textFile(lines.join('\n\n'), title || text || url || ''));
  return files.filter((part) => part instanceof File);
}

function textFile(content: string, heading: string): File {
  const name = heading
    .replace(/[\p{Cc}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 40)
    .trim();
  return new File([content], `${name || 'shared'}.txt`, { type: 'text/plain' });
}
