import { describe, expect, it } from 'vitest';
import { foldForPhrases } from '../../../../../src/core/search/phrase-folding';
import {
  mayHold,
  phraseBits,
  signatureBytes,
  signaturesOf,
} from '../../../../../src/core/search/segment/trigram-signatures';

function candidates(texts: readonly string[], phrase: string): number[] {
  const signatures = signaturesOf(texts.map(foldForPhrases));
  const bits = phraseBits(foldForPhrases(phrase));
  return texts.map((_, row) => row).filter((row) => mayHold(signatures, row, bits));
}

/** Text of a thousand characters that is the same every time. */
function randomText(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 1000 }, () => {
    state = (state * 48271) % 2147483647;
    return 'etaoinshrdlucmfw '.charAt(state % 17);
  }).join('');
}

describe('trigram signatures', () => {
  it('let every text through that holds the phrase, wherever it is and however it is spaced', () => {
    const text = randomText(1);
    for (let start = 0; start + 12 <= text.length; start += 7) {
      expect(candidates([text], text.slice(start, start + 12).replace(/ /g, '\n '))).toEqual([0]);
    }
    expect(candidates(['端溪砚石出於廣東', 'Ｐａｒｔ ＡＢ－１２'], '溪砚石')).toEqual([0]);
    expect(candidates(['端溪砚石出於廣東', 'Ｐａｒｔ ＡＢ－１２'], 'part ab-12')).toEqual([1]);
  });

  it('let hardly any other text through', () => {
    const texts = Array.from({ length: 500 }, (_, i) => randomText(i));
    const chance = candidates(texts, 'quick brown fox').length;
    expect(chance).toBe(0);
    expect(signaturesOf(texts).byteLength).toBe(500 * signatureBytes);
  });

  it('find nothing for what is too short to tell', () => {
    expect(candidates(['abc'], 'ab')).toEqual([]);
    expect(candidates([], 'abc')).toEqual([]);
  });
});
