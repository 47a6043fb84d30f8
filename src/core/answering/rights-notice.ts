/** Short enough to be a notice, and not a sentence that tells of one. */
const longestNotice = 240;

const notice = new RegExp(
  [
    '\\bcreative commons (?:attribution|zero)\\b',
    // Of what is read, and not of a drug or a program that the text tells of.
    '^(?:licen[cs]ed|(?:made )?available|released|distributed|published) under (?:the |an? )?[^.]{0,80}\\blicen[cs]e\\b',
    '^(?:unless [^.,]{1,60}, )?(?:all |this |the |its )?(?:texts?|works?|articles?|pages?|contents?|documents?|materials?|books?|translations?|photos?|photographs?|pictures?|images?)(?: on this (?:page|site))? (?:(?:is|are) )?(?:licen[cs]ed|(?:made )?available|released|distributed|published) under [^.]{0,80}\\blicen[cs]e\\b',
    '^licen[cs]ed?\\s*[:：]',
    '©|(?:^|\\bcopyright )\\(c\\) ?(?:19|20)\\d\\d|^copyright (?:by [^.]{0,60})?(?:19|20)\\d\\d',
    '\\ball rights reserved\\W*$',
    '知识共享署名|知識共享署名|创用CC|創用CC',
    '(?:本[文页頁书書站]|本作品|本?[译譯]文|文字|文本|内容|內容|图片|圖片|照片)[^。]{0,40}(?:以|按|依|根据|根據|遵循|采用|採用)[^。]{0,30}(?:许可|許可|授权|授權)(?:协议|協議|条款|條款|方式)[^。]{0,20}(?:发布|發布|提供|授权|授權)',
    '(?:版权|版權)所有(?![者人权權])|(?:^|[，,；;。\\s])保留(?:所有|一切)(?:权利|權利)',
  ].join('|'),
  'iu',
);

/** In small letters they are cubic centimetres. */
const licenceCode = /\bCC(?:[ -]BY\b|[ -]?0\b)/u;

const asking =
  /licen[cs]|copyright|\brights\b|creative commons|\bCC\b|\bauthors?\b|\bwho (?:wrote|made|published|compiled|edited|translated|owns)\b|\bpublish|\breleased?\b|\bre-?use\b|\bcommercial|\bfree(?:ly)? to use\b|\bcop(?:y|ied)\b|\bredistribut|许可|許可|版权|版權|著作权|著作權|授权|授權|权利|權利|协议|協議|作者|编者|編者|译者|譯者|撰写|撰寫|编写|編寫|翻译|翻譯|谁写|誰寫|发布|發布|转载|轉載|复制|複製|商用|自由使用/iu;

/** Stands before a notice, and names who wrote. */
const byline =
  /^(?:[Ww]ritten|[Cc]ompiled|[Ee]dited|[Tt]ranslated|[Tt]exts?|[Ww]ords|[Pp]hotos?) by [^.]{2,80}\.?$|^By \p{Lu}[\p{L}.’'-]*(?:,? (?:and |of |the )?\p{Lu}[\p{L}.’'-]*){0,6}\.?$/u;

/**
 * Who wrote a text and on which terms it may be used, as it stands below articles: it says nothing of what the text is
 * about. `next` is the sentence after it.
 */
export function isRightsNotice(sentence: string, next = ''): boolean {
  if (sentence.length > longestNotice) return false;
  if (notice.test(sentence) || licenceCode.test(sentence)) return true;
  return byline.test(sentence) && isRightsNotice(next);
}

/** Whether a notice of rights could be what is asked for. */
export function asksOfRights(question: string): boolean {
  return asking.test(question);
}
