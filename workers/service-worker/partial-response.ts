/** Answers HEAD and single-range requests from a whole stored response; others get the whole. */
export async function partialResponse(request: Request, whole: Response): Promise<Response> {
  const headers = plainHeaders(whole);
  if (request.method === 'HEAD') return new Response(null, { status: 200, headers });
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (!range) return new Response(whole.body, { status: 200, headers });

  const blob = await whole.blob();
  const [, first = '', last = ''] = range;
  const start = first === '' ? Math.max(0, blob.size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? blob.size : Math.min(Number(last) + 1, blob.size);
  if (start >= end) {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${blob.size}` } });
  }
  headers.set('Content-Range', `bytes ${start}-${end - 1}/${blob.size}`);
  headers.set('Content-Length', String(end - start));
  return new Response(blob.slice(start, end), { status: 206, headers });
}

/** A stored body is decoded already; the length that a compressed transfer announced is not its length. */
function plainHeaders({ headers }: Response): Headers {
  const plain = new Headers(headers);
  if (plain.has('Content-Encoding')) {
    plain.delete('Content-Encoding');
    plain.delete('Content-Length');
  }
  return plain;
}
