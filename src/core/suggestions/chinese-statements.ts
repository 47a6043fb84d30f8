import type { FoundStatement } from './found-statement';

const longestSentence = 200;

const subject =
  '[“"「]?(《[^《》]{1,24}》|[\\p{Script=Han}A-Za-z0-9](?:[\\p{Script=Han}A-Za-z0-9 .+#·/-]{0,18}[\\p{Script=Han}A-Za-z0-9+#])?)[”"」]?';
const otherNames =
  '\\s*(?:[（(][^（）()]{1,60}[）)])?\\s*(?:[，,](?:又称|又名|又叫|也称|也叫|亦称|简称|全称|俗称|古称|通称)[^，。,]{1,24}[，,])?\\s*';
const definition = new RegExp(
  `^(?:所谓的?)?${subject}${otherNames}(是指|指的是|系指|，指的是|，是指|是(?:[一几](?=[\\p{Script=Han}]))?)(.{4,})$`,
  'u',
);
const events = '成立|创立|创建|建成|建立|出版|发布|发表|竣工|落成|通车|开工|诞生|出生|逝世|颁布|问世';
const dated = new RegExp(
  `^${subject}${otherNames}(?:(${events})于|于(?=[^，。]{1,14}?(${events})))(?:公元前?)?[\\d一二三四五六七八九〇○]{3,4}年`,
  'u',
);
const made = new RegExp(
  `^${subject}${otherNames}\\s*由[^，。的]{2,20}?(发明|创立|创建|设计|创作|提出|开发|撰写|主编|发起)`,
  'u',
);
const located = new RegExp(`^${subject}${otherNames}位于`, 'u');
const used = new RegExp(`^${subject}${otherNames}(?:主要)?(?:用于|用来)`, 'u');
const property = new RegExp(
  `^${subject}的(?:主要|最大|核心)?(目的|作用|优点|缺点|优势|特点|用途|原料|首都|功能|原理|意义|成因|产地|成分|起源)(?:是|在于|包括|有|主要)`,
  'u',
);
const named = /(?:称为|称作|叫做|叫作)[“"「]?([\p{Script=Han}]{2,8})[”"」]?[。，]/u;

/** What begins like this leans on the text before it, or is no name. */
const leaning =
  /^(?:[这那此其该它他她我你您本各每某哪谁怎若但而在从当第不也都就还又再更最很由把被因]|什么|如|所以|虽|对于|为|以下|以上|下面|上面|首先|其次|最后|然后|另外|此外|例如|比如|同时|有的|有些|一[个种些般]|另一|只|没有|可能|可以|需要|应该|必须|主要|目前|现在|今天|里面|除|关于|根据|按照|通过|使用|如果|后者|前者|二者|两者|所有|任何|任务|注意|总之|看起来|问)/u;
const clause =
  /[的了就也都不们这那它他她我你您很吗呢吧]|什么|可以|可能|应该|必须|如果|因为|所以|并且|而且|以及|一[个种]|通过|进行|属于|认为|称为|所谓|等等|需要|使用/u;
const emptyName =
  /(?:目的|原因|结果|问题|关键|重点|特点|方法|方式|区别|优点|缺点|作用|答案|意思|例子|步骤|一步|情况|时|后|前|中|上|下|里|而|只|总|算|乃|便|即|亦|皆|或|若|但|于|可|要|凡|正|尤其|特别|甚至|确实|其实|往往|一般|通常|默认|本质|实际|部分|内容|标题|名称|类型|参数|值|作者|文件|章节|本文|本章|时候|之一|同样|如此|本身|目标|思路|核心|原则|前提|好处|代价|建议|单位|格式|结构|范围|说明|要求|定义|主题|对象|数据|代码|命令|这里|仍然|依然|已经|曾经|一直|始终|可能|或许|大约|大多|均|已|曾|仍|常|更|最|也许|首|次|不仅|无论|不管|尽管|无疑|完全|真正|就|都|也|还|又|并|且|则|却|才)$/u;

/** The question that a Chinese sentence answers by saying what something is, when it came about, who made it or what it is for. */
export function chineseStatement(sentence: string): FoundStatement | undefined {
  if (sentence.length > longestSentence || !/[。！][”’」』）]*$/.test(sentence)) return undefined;
  return fact(sentence) ?? defined(sentence);
}

function defined(sentence: string): FoundStatement | undefined {
  const found = definition.exec(sentence);
  if (!found) return undefined;
  const [, named = '', verb = '', rest = ''] = found;
  if (!isName(named)) return undefined;
  const isSaid = verb.includes('指');
  if (!isSaid && noDefinition.test(rest)) return undefined;
  const isOne =
    /是[一几]$/.test(verb) && /^[种个项部座位名款套类门支本条张件块方片间所家场篇首幅句]/u.test(rest);
  if (verb !== '是' && !isSaid && !isOne) return undefined;
  return {
    question: questionAbout(named, isSaid, isOne, rest),
    subject: named,
    isClear: isSaid || isOne,
    isDefinition: true,
  };
}

/** What tells how a thing is, or what it is not. */
const noDefinition =
  /^(?:[否因为非不很最更以从在由为将可]|什么|如何|怎|有|没|一样|相同|这样|那样|如此|必|需|应|正确|错误|好)/u;

function questionAbout(named: string, isSaid: boolean, isOne: boolean, rest: string): string {
  const isPerson = isOne && /^[位名]/u.test(rest);
  if (isPerson) return `${named}是谁？`;
  const spaced = /[A-Za-z0-9+#]$/.test(named) ? `${named} ` : named;
  const isConcept = isSaid || (isOne && /^[种类]/u.test(rest));
  if (isConcept && !named.startsWith('《')) return `什么是${/^[A-Za-z0-9]/.test(named) ? ' ' : ''}${named}？`;
  return `${spaced}是什么？`;
}

function fact(sentence: string): FoundStatement | undefined {
  const when = dated.exec(sentence);
  if (when) return aboutName(when[1], `是哪一年${when[2] ?? when[3] ?? ''}的？`);
  const who = made.exec(sentence);
  if (who) return aboutName(who[1], `是谁${who[2] ?? ''}的？`);
  const place = located.exec(sentence);
  if (place) return aboutName(place[1], '在哪里？');
  const use = used.exec(sentence);
  if (use) return aboutName(use[1], '有什么用？');
  const owned = property.exec(sentence);
  if (owned) return aboutName(owned[1], `的${owned[2] ?? ''}是什么？`);
  const name = named.exec(sentence)?.[1];
  if (name === undefined || !isName(name) || /^[^\p{Script=Han}]*[它这那此其他她]/u.test(sentence))
    return undefined;
  return { question: `什么是${name}？`, subject: name, isClear: true, isDefinition: true };
}

function aboutName(name: string | undefined, rest: string): FoundStatement | undefined {
  if (name === undefined || !isName(name)) return undefined;
  const isLatin = /[A-Za-z0-9+#]$/.test(name);
  return { question: `${name}${isLatin ? ' ' : ''}${rest}`, subject: name, isClear: true };
}

function isName(text: string): boolean {
  if (text.startsWith('《')) return true;
  if (Array.from(text).length < 2 && !/\p{Script=Han}/u.test(text)) return false;
  return !leaning.test(text) && !clause.test(text) && !emptyName.test(text) && !/^\d/.test(text);
}
