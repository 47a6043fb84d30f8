import type { Random } from './made-statement';
import { pick } from './made-statement';

/** Words that change nothing of what a sentence says when they stand for each other. */
const english: readonly (readonly [RegExp, string])[] = [
  [/\babout (?=\d)/, 'around '],
  [/\bapproximately\b/, 'about'],
  [/\bbegan\b/, 'started'],
  [/\bbecause\b/, 'since'],
  [/\bmany\b/, 'a lot of'],
  [/\bhowever, /, ''],
  [/\balso /, ''],
  [/\bsuch as\b/, 'like'],
  [/\blargest\b/, 'biggest'],
  [/\bseveral\b/, 'a number of'],
  [/\bprimarily\b/, 'mainly'],
  [/\bin order to\b/, 'to'],
  [/\busually\b/, 'normally'],
  [/\bnear\b/, 'close to'],
  [/\bbuilt\b/, 'constructed'],
  [/\bended\b/, 'finished'],
  [/\bkilled\b/, 'slain'],
  [/\bhelp(ed)? \b/, 'aid$1 '],
];

const chinese: readonly (readonly [RegExp, string])[] = [
  [/因[为為]/u, '由于'],
  [/位[于於]/u, '地处'],
  [/但是|但(?!愿|願|凡)/u, '不过'],
  [/并且|並且/u, '而且'],
  [/例如/u, '比如'],
  [/大[约約]/u, '约'],
  [/目前/u, '现在'],
  [/非常/u, '十分'],
  [/首次/u, '第一次'],
  [/[开開]始/u, '起'],
  [/[许許]多/u, '很多'],
  [/[当當][时時]/u, '那时'],
  [/[称稱][为為]/u, '叫做'],
  [/后[来來]|後來/u, '之后'],
  [/制作|製作/u, '做成'],
  [/[极極][为為其]/u, '十分'],
];

/** Up to two words become others of the same meaning. */
export function inOtherWords(text: string, random: Random): string | undefined {
  const changes = /\p{Script=Han}/u.test(text) ? chinese : english;
  let changed = text;
  for (let round = 0; round < 2; round += 1) {
    const change = pick(
      changes.filter(([word]) => word.test(changed)),
      random,
    );
    if (change) changed = changed.replace(change[0], change[1]);
  }
  return changed === text ? undefined : changed;
}
