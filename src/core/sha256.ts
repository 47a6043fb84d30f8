/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const roundConstants = Uint32Array.from(firstPrimes(64), (prime) => fractionBits(Math.cbrt(prime)));

const blockBytes = 64;

/** SHA-256 of bytes that come piece by piece (FIPS 180-4), for files too large to be held in memory. */
export class Sha256 {
  readonly #state = Uint32Array.from(firstPrimes(8), (prime) => fractionBits(Math.sqrt(prime)));
  readonly #words = new Uint32Array(64);
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(blockBytes);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(bytes.length, blockBytes - this.#restLength);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < blockBytes) return;
      this.#takeBlock(this.#rest, 0);
      this.#restLength = 0;
    }
    for (; at + blockBytes <= bytes.length; at += blockBytes) this.#takeBlock(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#restLength = bytes.length - at;
  }

  /** Lower-case hexadecimal; nothing can be added after it. */
  digest(): string {
    const length = this.#length;
    const padding = new Uint8Array(((119 - (length % blockBytes)) % blockBytes) + 9);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(length) * 8n);
    this.update(padding);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  #takeBlock(bytes: Uint8Array, start: number): void {
    const words = this.#words;
    for (let i = 0, at = start; i < 16; i += 1, at += 4) {
      words[i] =
        ((bytes[at] ?? 0) << 24) |
        ((bytes[at + 1] ?? 0) << 16) |
        ((bytes[at + 2] ?? 0) << 8) |
        (bytes[at + 3] ?? 0);
    }
    for (let i = 16; i < 64; i += 1) {
      const a = words[i - 15] ?? 0;
      const b = words[i - 2] ?? 0;
      const s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
      const s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
      words[i] = ((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = this.#state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + s1 + choice + (roundConstants[i] ?? 0) + (words[i] ?? 0)) | 0;
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    const added = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i += 1) this.#state[i] = (this.#state[i] ?? 0) + (added[i] ?? 0);
  }
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
