/**
 * The terms of a question that say what it is about: the words that only make it a question are left out, because
 * in a small library they can be rare, and would then weigh as much as a name. A question of nothing else keeps all.
 */
export function questionTerms(question: string, analyse: (text: string) => string[]): string[] {
  const subject = analyse(withoutFraming(question));
  return subject.length > 0 ? subject : analyse(question);
}

/** Whether nothing is left of a text without the words that only make it a question. */
export function isFraming(text: string): boolean {
  return withoutFraming(text).trim() === '';
}

function withoutFraming(text: string): string {
  return text.replace(englishFraming, ' ').replace(chineseFraming, ' ');
}

/** Not in capitals: WHO and IT are names. */
const englishFraming = new RegExp(
  `(?<![\\p{L}\\p{N}'’._/@-])(?:${[
    'what what’s which who whom whose when where why how',
    'is are was were be been being am do does did has have had can could will would shall should may might must',
    'a an the this that these those there it its they them their he she his her him we our you your i me my',
    'of in on at by for from to with about as into than and or but if so',
    'please tell explain describe give many much',
  ]
    .join(' ')
    .split(' ')
    .map((word) => `[${word.charAt(0)}${word.charAt(0).toUpperCase()}]${word.slice(1).replace('’', "['’]")}`)
    .join('|')})(?![\\p{L}\\p{N}_/@+#-]|[.'’][\\p{L}\\p{N}])`,
  'gu',
);

const chineseFraming =
  /什[么麼](?:时候|時候|地方|样|樣)?|怎[么麼](?:样|樣|办|辦)?|为什[么麼]|為什[么麼]|哪(?:一)?(?:个|個|些|里|裡|儿|年|位|种|種)?|多少|几(?=[个次人位名座条年种月天])|谁|誰|何时|何時|何处|何處|何人|如何|为何|為何|是否|请问|請問|告诉我|告訴我|[的了是吗嗎呢吧啊]/gu;
