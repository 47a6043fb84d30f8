/** Short enough to be a notice, and not a sentence that tells of one. */
const longestNotice = 240;

const notice = new RegExp(
  [
    '\\bCC[ -](?:BY|0)\\b',
    '\\bCC0\\b',
    '\\bcreative commons (?:attribution|zero)\\b',
    '\\b(?:available|released|licen[cs]ed|distributed|published) under (?:the |an? )?[^.]{0,80}\\blicen[cs]e\\b',
    '^licen[cs]ed?\\s*[:：]',
    '©|\\(c\\) ?(?:19|20)\\d\\d|\\bcopyright (?:©|\\(c\\)|by\\b|(?:19|20)\\d\\d)',
    '\\ball rights reserved\\b',
    '知识共享署名|知識共享署名|创用CC|創用CC',
    '(?:以|按|依|根据|根據|遵循|采用|採用)[^。]{0,30}(?:许可|許可|授权|授權)[^。]{0,20}(?:发布|發布|提供|授权|授權)',
    '版权所有|版權所有|保留(?:所有|一切)?(?:权利|權利)',
  ].join('|'),
  'iu',
);

const asking =
  /licen[cs]|copyright|\brights (?:of use|reserved)\b|creative commons|\bCC\b|\bauthors?\b|\bwho (?:wrote|made|published)\b|\bpublish|\bre-?use\b|\bredistribut|许可|許可|版权|版權|著作权|著作權|授权|授權|协议|協議|作者|撰写|撰寫|谁写|誰寫|发布|發布|转载|轉載/iu;

/** Stands before a notice, and names who wrote. */
const byline = /^(?:(?:written|compiled|edited|translated|text|words|photos?) )?by [^.]{2,80}\.?$/iu;

/**
 * Who wrote a text and on which terms it may be used, as it stands below articles: it says nothing of what the text is
 * about. `next` is the sentence after it.
 */
export function isRightsNotice(sentence: string, next = ''): boolean {
  if (sentence.length > longestNotice) return false;
  return notice.test(sentence) || (byline.test(sentence) && isRightsNotice(next));
}

/** Whether a notice of rights could be what is asked for. */
export function asksOfRights(question: string): boolean {
  return asking.test(question);
}
