import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../workers/engines/extraction/decoding';

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function utf16(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1) {
    view.setUint16(index * 2, text.charCodeAt(index), isLittleEndian);
  }
  return new Uint8Array(view.buffer);
}

function utf32(text: string, isLittleEndian: boolean): Uint8Array {
  const characters = Array.from(text);
  const view = new DataView(new ArrayBuffer(characters.length * 4));
  characters.forEach((character, index) => {
    view.setUint32(index * 4, character.codePointAt(0) ?? 0, isLittleEndian);
  });
  return new Uint8Array(view.buffer);
}

const mixed = 'Ink 砚台, line one\nline two 𠮷';

describe('decoding', () => {
  it.each([
    ['utf-8', new TextEncoder().encode(mixed)],
    ['utf-8', new TextEncoder().encode(`\uFEFF${mixed}`)],
    ['utf-16le', utf16(`\uFEFF${mixed}`, true)],
    ['utf-16be', utf16(`\uFEFF${mixed}`, false)],
    ['utf-16le', utf16(mixed, true)],
    ['utf-16be', utf16(mixed, false)],
    ['utf-32le', utf32(mixed, true)],
    ['utf-32be', utf32(`\uFEFF${mixed}`, false)],
  ])('tells %s and drops its mark', (encoding, bytes) => {
    expect(decodeText(bytes)).toEqual({ text: mixed, encoding, undecodable: 0 });
  });

  it('tells Chinese in UTF-16 without a mark, a space or a line end', () => {
    const text = '砚台是中国传统的文房用具，用来研磨墨锭。端砚产于广东肇庆，与歙砚并称。';
    expect(decodeText(utf16(text, true))).toMatchObject({ text, encoding: 'utf-16le' });
    expect(decodeText(utf16(text, false))).toMatchObject({ text, encoding: 'utf-16be' });
  });

  it.each([
    ['gb18030', 'd1e2cca8cac7d6d0b9fab4abcdb3b5c4cec4b7bfd3c3bedf', '砚台是中国传统的文房用具'],
    ['big5', 'b578bb4fac4fb6c7b2ceaabaa4e5a9d0a5cea8e3', '硯臺是傳統的文房用具'],
    ['euc-jp', 'a5eda5b0a5a4a5f3', 'ログイン'],
    [
      'shift_jis',
      '82b182f182c982bf82cd81418ca982e982cc82cd82b182ea82c582b78142',
      'こんにちは、見るのはこれです。',
    ],
    [
      'windows-1252',
      '4e6f204361666520e92064e96ae020767520e0206c61206de9e96d6f697265',
      'No Cafe é déjà vu à la méémoire',
    ],
  ])('tells %s', (encoding, hex, text) => {
    expect(decodeText(fromHex(hex))).toEqual({ text, encoding, undecodable: 0 });
  });

  it('believes what the file says of itself where the bytes leave it open', () => {
    const bytes = fromHex('cff0e8e2e5f2');
    expect(decodeText(bytes, 'windows-1251')).toMatchObject({ text: 'Привет', encoding: 'windows-1251' });
  });

  it('believes valid UTF-8 over a file that says otherwise', () => {
    const bytes = new TextEncoder().encode('墨 ink');
    expect(decodeText(bytes, 'gb2312')).toMatchObject({ text: '墨 ink', encoding: 'utf-8' });
  });

  it('ignores an encoding that does not exist', () => {
    expect(decodeText(new TextEncoder().encode('ink'), 'no-such-code').text).toBe('ink');
  });

  it('leaves the byte order to the mark where UTF-16 or UTF-32 was chosen without one', () => {
    expect(decodeText(fromHex('feff58a8'), undefined, 'UTF-16').text).toBe('墨');
    expect(decodeText(fromHex('a858'), undefined, 'UTF-16').text).toBe('墨');
    expect(decodeText(fromHex('0000feff000058a8'), undefined, 'UTF-32').text).toBe('墨');
  });

  it('counts what cannot be decoded', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62, 0xfe, 0x63);
    expect(decodeText(bytes)).toEqual({ text: 'a\uFFFDb\uFFFDc', encoding: 'utf-8', undecodable: 2 });
  });

  it('does not count a replacement character that the author wrote', () => {
    expect(decodeText(new TextEncoder().encode('a\uFFFDb')).undecodable).toBe(0);
  });

  it('makes one line feed of every kind of line end', () => {
    expect(decodeText(new TextEncoder().encode('a\r\nb\rc\nd')).text).toBe('a\nb\nc\nd');
  });
});
