import { chineseSegmenter } from '../chinese-segmenter';

/** What only asks, or only joins; no question is about it. Longer ones first. */
const framing =
  /请问|由(?=谁|哪|什)|多长时间|多久|告诉我|我想知道|什[么麼](?:时候|時候|地方|样|樣|人|原因|意思)?|为什[么麼]|為什[么麼]|怎[么麼](?:样|樣|办|辦|会|回事)?|哪(?:一)?(?:个|個|些|里|裡|儿|年|位|种|種|座|本|家|国|天|月|几[个年位])?|多少|几(?=[个個次人位名座条年种月天岁])|谁|誰|何时|何時|何处|何處|何人|何地|如何|为何|為何|是否|是不是|有没有|能不能|可不可以/gu;

/** Words that say something only together with what they are said of. */
const light: ReadonlySet<string> = new Set(
  (
    '具体 需要 详细 继续 再 说说 讲讲 说 讲 举个例子 举例 例如 比如 还有 还 其他 别的 更多 后来 之后 然后 接着 最后 最终 ' +
    '结果 当时 那时 现在 一共 总共 大约 大概 这样 那样 这个 那个 这些 那些 这 那 它们 它 他们 他 她们 她 其 此 该 是 有' +
    ' 在 的 了 吗 嗎 呢 吧 啊 呀 也 都 又 就 会 能 可以 要 做 到 被 对 和 与 及 或 个 年 月 日 人 多 高 大 ' +
    '长 久 远 下 一下 一点 些 原因 为 以 于 从 把 给 让 叫 来 去 之 呐 举 例子 例 们 麼 個'
  ).split(' '),
);

/** Properties, which are of something. */
export const attributes =
  '人口|面积|原因|结果|意义|影响|目的|价格|费用|成本|时间|地点|日期|名字|名称|全称|特点|优点|缺点|优势|区别|作用|功能|' +
  '步骤|条件|要求|例外|处罚|期限|高度|长度|宽度|重量|体重|身高|年龄|起源|来源|主角|结局|主题|内容|性质|用途|成分|症状|' +
  '治疗|语言|货币|气候|规模|数量|速度|温度|密度|海拔|票价|含义|定义|背景|过程|经过|历史|结论|方法|寿命|产量|颜色|形状|结构|生日|籍贯|副作用|剂量|违约金|工资';

/** Properties that are persons or places, so that a pronoun after them means them. */
export const roles =
  '首都|省会|作者|创始人|发明者|发明人|设计者|建筑师|主编|校长|会长|总统|总理|国王|皇帝|领导人|导演|主演|作曲者|妻子|丈夫|儿子|女儿|父亲|母亲|老师|学生|总部|代表作|继任者|前任|开国皇帝';

/** What remains of a text when the words that ask and join are left out: what carries meaning. */
export function contentOf(text: string): string {
  const words = [...chineseSegmenter().segment(text.replace(framing, ' '))];
  return words
    .map(({ segment }) => (light.has(segment) ? ' ' : segment))
    .join('')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Parts of a text between what asks, what ends and what joins. */
export function withoutFraming(text: string): string {
  return text
    .replace(framing, '|')
    .replace(/[了吗嗎呢吧啊呀]?[?？。！!]*$/u, '')
    .trim();
}

export function hasQuestionWord(text: string): boolean {
  return text.search(framing) >= 0 || /[吗嗎]\s*[?？]?$/u.test(text);
}

/** Titles in marks, and words of other scripts. */
export function namesInChinese(text: string): string[] {
  return text.match(/《[^》]+》|“[^”]+”|「[^」]+」|『[^』]+』|[A-Za-z][\w.+-]*(?:\s+[A-Z][\w.+-]*)*/gu) ?? [];
}
