import { detectLanguage } from '../language';
import { leansOnHistory } from '../standalone-question';

const longestEnglish = 90;
const mostEnglishWords = 15;
const longestChinese = 36;
/** Markup, code and addresses are nothing to ask about. */
const notWords =
  /https?:|www\.|[<>{}[\]|\\=`~^$@*_]|::|->|\(\)|\.(?:com|org|net|io|html?|md|py|js|exe)\b|&\w+;|\p{Extended_Pictographic}|\t|\n|…|\.{2}|([?？!！])\1/u;
const boilerplate =
  /\b(?:this|these|that|above|below|next|previous|following|contents|licen[cs]e|copyright|warranty|cookies?|subscribe|click|download|new in|what’s new|what's new|changelog|log in|sign up|feedback)\b|本[章节文书篇页课]|上[文述]|下[文述]|以[上下]|版权|许可证|免责|隐私政策|目录|订阅|点击|下载链接|联系我们|贡献/i;

/** Whether a question can stand by itself in a list: short, plain words, leaning on nothing that was said elsewhere. */
export function isFitToAsk(question: string): boolean {
  if (notWords.test(question) || boilerplate.test(question)) return false;
  if (!hasPairs(question) || !/[?？]$/.test(question)) return false;
  const isChinese = detectLanguage(question) === 'zh';
  if (isChinese ? question.length > longestChinese : question.length > longestEnglish) return false;
  const words = question.split(/\s+/);
  if (!isChinese && (words.length < 3 || words.length > mostEnglishWords)) return false;
  if (isShouting(words)) return false;
  return !leansOnHistory(question, [{ question }]);
}

function isShouting(words: readonly string[]): boolean {
  return words.filter((word) => /\p{Lu}{4}/u.test(word) && !/\p{Ll}/u.test(word)).length > 1;
}

/** What opens is closed: a question cut out of a larger whole may have only one half. */
function hasPairs(text: string): boolean {
  const count = (sign: string): number => text.split(sign).length - 1;
  const pairs = ['“”', '「」', '『』', '（）', '()', '《》', '«»'];
  return pairs.every(([open = '', close = '']) => count(open) === count(close)) && count('"') % 2 === 0;
}
