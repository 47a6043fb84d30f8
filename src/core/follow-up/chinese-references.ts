import { attributes, contentOf, hasQuestionWord, namesInChinese, roles } from './chinese-words';

/** A word that points back, and where. */
export interface ChineseReference {
  /** Whether the word can be replaced by what it means; a determiner is not ("这本书"). */
  readonly isPronoun: boolean;
  readonly start: number;
  readonly end: number;
}

const classifier =
  '[个個些种種样樣位本座件次场場部项項条條家篇首幅款套类類段届名张種處处裡里儿边邊时時年天期]';
const ownThings = '(?:个|個|些|份|篇)?(?:文档|文件|资料库?|知识库|文库|应用|软件)';

const patterns: readonly (readonly [boolean, RegExp])[] = [
  [true, /[它牠]们?/gu],
  [true, /(?<![其吉维利排无])[他她](?:们|們)?(?![人国乡杀山])/gu],
  [true, /(?<![尤极与土耳莫名副何以及])其(?![他它实实余次間间中一二三妙实])/gu],
  [false, /其中/gu],
  [false, new RegExp(`这(?!${ownThings}|年头|[周月]|里有没有|么)`, 'gu')],
  [false, new RegExp(`那(?=${classifier}|[是时之以会也]|的|[?？]|$)(?!里里)`, 'gu')],
  [true, /(?<=^|[，,：])那(?=[是会要也有])/gu],
  [true, /(?<=^|[，,：])这(?=[是意会对说有和与])/gu],
  [true, /(?<![如彼因由从至])此(?=[人书事地时举法案战役城国])|(?<=^|[，,])此(?=后|前|外)/gu],
  [false, /(?<![应活本])该(?=[国书公项法案市省县校院条组机协文报企产药病战城党合人物岛山河湖队片剧歌族])/gu],
  [false, /上述|上面(?:的|提)|前面(?:的|提|说)|刚才|刚刚说|前者|后者|两者|二者/gu],
];

/** The first word that points out of the question. Undefined when what it means stands before it. */
export function openChineseReference(question: string): ChineseReference | undefined {
  return patterns
    .flatMap(([isPronoun, pattern]) =>
      [...question.matchAll(pattern)].map((match) => ({
        isPronoun,
        start: match.index,
        end: match.index + match[0].length,
      })),
    )
    .sort((a, b) => a.start - b.start)
    .find((reference) => !hasAntecedent(question, reference));
}

const opensWithQuestion = /^(?:谁|哪|什么|何|为什么|为何|怎|如何|是|在|从|还|又|也)/u;

function hasAntecedent(question: string, { start, end }: ChineseReference): boolean {
  const before = question.slice(0, start);
  const word = question.slice(start, end);
  const clause = before.search(/[，,；;、？?]/u);
  if (clause > 0 && contentOf(before.slice(0, clause)).replaceAll(' ', '').length >= 2) return true;
  if (word.startsWith('其')) return contentOf(before).replaceAll(' ', '').length >= 2;
  // "“质”这个字"
  if (word === '这' && /[”》」』]$|[A-Za-z]\s*$/u.test(before)) return true;
  if (!/^(?:们)?的/u.test(question.slice(end))) return false;
  // What owns is named before: "李白和他的朋友", "哈佛结束了它的计划"
  if (/[^\s]{2,}[和与跟及]$/u.test(before)) return true;
  return !opensWithQuestion.test(before) && contentOf(before).replaceAll(' ', '').length >= 4;
}

/** The shortest ways to go on: "为什么？", "还有呢？", "那天坛呢？", "作者是谁？" */
export function isChineseElliptic(question: string): boolean {
  const text = question.trim();
  if (fragmentIn(text) !== undefined || contentOf(text) === '') return true;
  if (namesInChinese(text).length > 0) return false;
  return (
    bareAttribute.test(text) ||
    /^最.{1,3}的?(?:是|有|叫)?(?:哪|什么|谁)/u.test(text) ||
    isWithoutSubject(text)
  );
}

/** "那X呢" asks the same about X; with a question word of its own it is a whole question. */
export function fragmentIn(question: string): string | undefined {
  const text = question.trim().replace(/[?？。！!\s]+$/u, '');
  const asked =
    /^(?:那么|那|而|但是?|还有)?[，,]?(.+?)呢$/u.exec(text)?.[1] ??
    /^(?:那|那么)(.{1,12}?)(?:怎么样|又如何|又怎样)$/u.exec(text)?.[1];
  if (asked === undefined || hasQuestionWord(asked) || contentOf(asked) === '') return undefined;
  return asked.replace(/^(?:那么|那|而)[，,]?/u, '');
}

const bareAttribute = new RegExp(
  `^(?:那么?|而|它的|其)?[，,]?(?:主要|最大|最早|最后)?的?(?:${attributes}|${roles})(?:又|都|大约|大概|分别)?(?:$|[是有在为由被需要会能应叫多如怎什呢，,？?])`,
  'u',
);

const opensWithPredicate =
  /^(?:那么?|然后|后来|最后|最终|当时|之后)?[，,]?(?:是|在|有|由|被|于|为什么|为何|何时|什么时候|哪(?:一)?年|多少|多[大高长久远重]|怎么|如何|谁|一共|总共|现在|又|也|都|还|需要|可以|能|会)/u;
const mostPredicateCharacters = 2;
/** "谁是承租人" says of what: only a role is somebody's. */
const asksWhoIs = new RegExp(
  `^谁是(?!(?:主要|现任|第一任|最早)?的?(?:${roles})[?？]?$)\\p{Script=Han}{2,}[?？]?$`,
  'u',
);

/** "什么时候建成的？" says what is asked, but not of what. */
function isWithoutSubject(text: string): boolean {
  const content = contentOf(text).replaceAll(' ', '');
  if (!opensWithPredicate.test(text) || asksWhoIs.test(text)) return false;
  return (
    content.length <= mostPredicateCharacters || (content.length <= 4 && /^(?:是|在).+的[?？]?$/u.test(text))
  );
}
