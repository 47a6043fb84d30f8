import { chineseSegmenter } from '../chinese-segmenter';
import { overlap, type AnswerSpan } from './answer-span';

/** The characters that foreign names are mostly written in, in both scripts. */
const soundCharacters =
  '阿埃艾爱愛安昂奥奧巴拜班邦保鲍鮑贝貝本比彼毕畢宾賓波伯博勃布查达達戴黛丹当當道德登邓鄧迪蒂丁东東杜顿頓多厄恩尔爾法凡菲费費芬丰弗福富盖蓋甘冈岡高戈哥格葛根古瓜圭哈海汉漢豪赫黑亨洪胡华華怀懷惠霍基吉季加嘉贾賈坚堅杰捷津金卡凯凱坎康考柯科可克肯孔库庫夸奎昆拉莱萊赖賴兰蘭朗劳勞勒雷蕾黎礼禮里理李利莉列烈林琳龙龍卢盧鲁魯路露伦倫罗羅洛马馬玛瑪迈邁麦麥曼芒毛梅门門蒙米密敏明缪繆摩莫墨默姆穆拿那纳納娜南内內奈尼涅宁寧纽紐努诺諾欧歐帕派潘庞龐佩彭皮平珀普奇契恰乔喬切琴琼瓊丘屈让讓热熱日荣榮茹儒瑞若萨薩塞赛賽桑瑟森沙莎山珊尚绍紹舍申圣聖施史什士斯丝絲司松苏蘇索塔泰坦汤湯唐陶特提铁鐵廷图圖托陀瓦万萬旺威韦韋维維魏温溫文翁沃乌烏武伍西希锡錫夏香肖谢謝辛欣休修许許逊遜雅亚亞延扬揚杨楊耶叶葉伊依易因英尤犹猶于雨约約泽澤扎詹珍治朱兹茲子祖佐廉夫卫衛娅婭妮朴撒齐齊翰瀚斐芙';

const sound = `[${soundCharacters}]`;
const dotted = new RegExp(`${sound}{1,7}(?:[·‧•・．-]${sound}{1,7})+`, 'gu');
const undotted = new RegExp(`${sound}{3,7}`, 'gu');

const surnames = new Set(
  Array.from(
    '赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏窦竇章云苏蘇潘葛奚范彭郎鲁魯韦韋马馬苗凤鳳方俞任袁柳鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安乐樂于傅皮卞齐齊康伍余元卜顾顧孟黄黃穆萧蕭尹姚邵湛汪祁毛禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾徐邱骆駱高夏蔡田樊胡凌霍虞万萬柯管卢盧莫房裘缪繆干解宗丁宣邓鄧郁单單杭洪包诸諸左石崔吉钮鈕龚龔程嵇邢裴陆陸荣榮翁荀羊惠甄家封芮储儲靳汲松井段富巫乌烏焦巴弓侯班仰秋仲伊宫宮宁寧仇栾欒暴甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶黎蓟薊薄印宿白怀懷蒲邰鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阴陰胥苍蒼双雙闻聞莘党黨翟谭譚贡貢劳勞逄姬申扶堵冉宰郦酈雍璩桑桂濮牛寿壽边邊扈燕冀浦尚农農温溫别別庄莊晏柴瞿阎閻慕连連茹习習宦艾鱼魚容古易慎戈廖庾终終暨居衡步耿弘匡文寇广廣禄祿阙闕东東殳沃利蔚越夔隆师師巩鞏厍厙聂聶晁勾敖融冷辛阚闞那简簡饶饒空曾毋沙乜鞠须須丰豐巢关關蒯查荆荊红紅游竺权權逯盖蓋益桓',
  ),
);
const notInName = new Set(
  Array.from(
    '的了是在于於与與和及以从從对對由将將把被会會能要到中有为為而也都又其并並等年月日说說称稱曾后後前之所則则就',
  ),
);

const notAfterName = new Set(
  Array.from(
    '说說称稱任当當率领領获獲死生出来來去让讓使用写寫著建创創作做主担擔负負先女教老等即亦同向往至给給请請问問叫乃因但或者时時已未不再才只正仍',
  ),
);
const doubleSurname =
  /^(?:欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|皇甫|令狐|司徒|东方|東方|慕容|尉迟|尉遲|长孙|長孫|公孙|公孫|夏侯|南宫|南宮)/u;
const oneHan = /^\p{Script=Han}$/u;

interface Word {
  readonly segment: string;
  readonly index: number;
}

/** People's names in Chinese text, as far as their characters tell; where it is not clear how far one goes, it is none. */
export function hanNameSpans(sentence: string): AnswerSpan[] {
  const words = Array.from(chineseSegmenter().segment(sentence), ({ segment, index }) => ({
    segment,
    index,
  }));
  const parts = rangesOf(dotted, sentence);
  const runs = rangesOf(undotted, sentence).filter(
    (run) =>
      !parts.some((part) => overlap(part, run)) &&
      !/[·‧•・]/.test(sentence.charAt(run.start - 1) + sentence.charAt(run.end)),
  );
  return [
    ...[...parts, ...runs].flatMap((span) => toWordEnd(span, sentence, words)),
    ...familyNames(sentence, words),
  ];
}

type Range = Pick<AnswerSpan, 'start' | 'end'>;

function rangesOf(pattern: RegExp, sentence: string): Range[] {
  return Array.from(sentence.matchAll(pattern), ({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }));
}

/** "埃尔维保" before "持" takes the first half of 保持. */
function toWordEnd({ start, end }: Range, sentence: string, words: readonly Word[]): AnswerSpan[] {
  const cut = words.find(({ segment, index }) => index < end && end < index + segment.length);
  const to = cut ? cut.index : end;
  if (to - start < 2) return [];
  const next = words.find(({ index }) => index === to)?.segment ?? '';
  return cut === undefined && canGoOn(next) ? [] : [{ start, end: to, text: sentence.slice(start, to) }];
}

/** Whether a word can be one more character of the name before it. */
function canGoOn(next: string): boolean {
  return oneHan.test(next) && !notInName.has(next) && !notAfterName.has(next);
}

function familyNames(sentence: string, words: readonly Word[]): AnswerSpan[] {
  return words.flatMap(({ segment, index }, i): AnswerSpan[] => {
    if (!surnames.has(segment.charAt(0)) && !doubleSurname.test(segment)) return [];
    const longest = doubleSurname.test(sentence.slice(index, index + 2)) ? 4 : 3;
    let text = segment;
    let next = i + 1;
    if (text.length === 1 && /^\p{Script=Han}{2}$/u.test(words[next]?.segment ?? '')) {
      text += words[next]?.segment ?? '';
      next += 1;
    }
    while (text.length < longest && canGoOn(words[next]?.segment ?? '')) {
      text += words[next]?.segment ?? '';
      next += 1;
    }
    if (text.length < 2 || text.length > longest) return [];
    // Many words of two characters begin like a name: "高椅", "成立".
    if (text.length === 2 && !canStandBeforeName(sentence, index)) return [];
    return [{ start: index, end: index + text.length, text }];
  });
}

const beforeName =
  /(?:^|[^\p{Script=Han}]|[是由为為被让讓与與和同及给給跟将將人长長者员員师師家官授士席理任记記事生徒妻夫父母子女弟兄帝王军軍帅帥督])$/u;

function canStandBeforeName(sentence: string, index: number): boolean {
  return beforeName.test(sentence.slice(Math.max(0, index - 1), index));
}
