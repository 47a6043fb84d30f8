import { pick, type Random } from './made-statement';
import type { PlainSentence } from './plain-sentences';

type Change = readonly [pattern: RegExp, replacement: string];

const englishTakenOut: readonly Change[] = [
  [/\b(is|are|was|were|has|have|had|can|could|will|would|may|should|must) not\b/, '$1'],
  [/\bcannot\b/, 'can'],
  [/\bnever\b/, 'always'],
  [/\b(?:does|do|did) not (?=\p{Ll})/u, 'always '],
];
const englishPutIn: readonly Change[] = [
  [/\b(is|are|was|were|can|could|will|would|should|must)(?= (?!not\b|n't)\p{Ll})/u, '$1 not'],
  [/\b(has|have|had)(?= (?:been|become|\p{Ll}+ed)\b)/u, '$1 never'],
];
const chineseTakenOut: readonly Change[] = [
  [/不是/, '是'],
  [/没有(?=[\p{Script=Han}])|沒有(?=[\p{Script=Han}])/u, '有'],
  [/不能/, '能'],
  [/不会|不會/, '会'],
  [/[无無]法/, '可以'],
  [/[从從]未|[并並]未|未曾/, '曾经'],
  [/[并並]不/, '很'],
];
const chinesePutIn: readonly Change[] = [
  [/(?<![不还還只但于於总總而或就可若要凡乃便即既更像算])是(?!否|以|因|故|非|次|年)/u, '不是'],
  [/(?<![没沒所只还還具拥擁含富占佔享稀私国國])有(?![的效关關些时時限名人])/u, '没有'],
  [/(?<!不)(具有|拥有|擁有|位于|位於|属于|屬於|包括|包含|使用|可以|能够|能夠)/u, '不$1'],
  [/(?<!不|没|未|沒)被/u, '没有被'],
  [/(?<!未|不)曾(?!经|經|祖|孙|孫)/u, '从未'],
  [/(?<!不)(?:曾经|曾經)/u, '从未'],
  [/(?<!不|未)成为|成為/u, '没有成为'],
];

/** A negation of the sentence is taken out, or one is put in. */
export function negate({ text, isChinese }: PlainSentence, random: Random): string | undefined {
  const takenOut = (isChinese ? chineseTakenOut : englishTakenOut).filter(([pattern]) => pattern.test(text));
  const putIn = (isChinese ? chinesePutIn : englishPutIn).filter(([pattern]) => pattern.test(text));
  const change = pick(takenOut.length > 0 ? takenOut : putIn, random);
  return change && text.replace(change[0], change[1]);
}
