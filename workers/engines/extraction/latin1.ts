/** One character a byte, so that a regular expression can look at bytes. TextDecoder's `latin1` is windows-1252. */
export function asLatin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 8192) {
    // Spread, the bytes would go through an iterator one by one.
    parts.push(String(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(offset, offset + 8192))));
  }
  return parts.join('');
}
