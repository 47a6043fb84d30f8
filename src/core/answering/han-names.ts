import { chineseSegmenter } from '../chinese-segmenter';
import type { AnswerSpan } from './answer-span';

/** The characters that foreign names are mostly written in, in both scripts. */
const soundCharacters =
  '阿埃艾爱愛安昂奥奧巴拜班邦保鲍鮑贝貝本比彼毕畢宾賓波伯博勃布查达達戴黛丹当當道德登邓鄧迪蒂丁东東杜顿頓多厄恩尔爾法凡菲费費芬丰弗福富盖蓋甘冈岡高戈哥格葛根古瓜圭哈海汉漢豪赫黑亨洪胡华華怀懷惠霍基吉季加嘉贾賈坚堅杰捷津金卡凯凱坎康考柯科可克肯孔库庫夸奎昆拉莱萊赖賴兰蘭朗劳勞勒雷蕾黎礼禮里理李利莉列烈林琳龙龍卢盧鲁魯路露伦倫罗羅洛马馬玛瑪迈邁麦麥曼芒毛梅门門蒙米密敏明缪繆摩莫墨默姆穆拿那纳納娜南内內奈尼涅宁寧纽紐努诺諾欧歐帕派潘庞龐佩彭皮平珀普奇契恰乔喬切琴琼瓊丘屈让讓热熱日荣榮茹儒瑞若萨薩塞赛賽桑瑟森沙莎山珊尚绍紹舍申圣聖施史什士斯丝絲司松苏蘇索塔泰坦汤湯唐陶特提铁鐵廷图圖托陀瓦万萬旺威韦韋维維魏温溫文翁沃乌烏武伍西希锡錫夏香肖谢謝辛欣休修许許逊遜雅亚亞延扬揚杨楊耶叶葉伊依易因英尤犹猶于雨约約泽澤扎詹珍治朱兹茲子祖佐廉夫卫衛娅婭妮朴撒';

const sound = `[${soundCharacters}]`;
const dotted = new RegExp(`${sound}{1,7}(?:[·‧•・．-]${sound}{1,7})+`, 'gu');
const undotted = new RegExp(`${sound}{3,7}`, 'gu');

const surnames = new Set(
  Array.from(
    '赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏水窦竇章云苏蘇潘葛奚范彭郎鲁魯韦韋马馬苗凤鳳方俞任袁柳鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安常乐樂于时時傅皮卞齐齊康伍余元卜顾顧孟平黄黃和穆萧蕭尹姚邵湛汪祁毛禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾徐邱骆駱高夏蔡田樊胡凌霍虞万萬支柯管卢盧莫房裘缪繆干解应應宗丁宣邓鄧郁单單杭洪包诸諸左石崔吉钮鈕龚龔程嵇邢裴陆陸荣榮翁荀羊惠甄家封芮储儲靳汲松井段富巫乌烏焦巴弓侯全班仰秋仲伊宫宮宁寧仇栾欒暴甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶黎蓟薊薄印宿白怀懷蒲邰从從鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阴陰胥能苍蒼双雙闻聞莘党黨翟谭譚贡貢劳勞逄姬申扶堵冉宰郦酈雍璩桑桂濮牛寿壽通边邊扈燕冀浦尚农農温溫别別庄莊晏柴瞿阎閻充慕连連茹习習宦艾鱼魚容向古易慎戈廖庾终終暨居衡步都耿满滿弘匡国國文寇广廣禄祿阙闕东東殳沃利蔚越夔隆师師巩鞏厍厙聂聶晁勾敖融冷辛阚闞那简簡饶饒空曾毋沙乜养養鞠须須丰豐巢关關蒯相查后後荆荊红紅游竺权權逯盖蓋益桓公',
  ),
);
const notInName = new Set(
  Array.from(
    '的了是在于於与與和及以从從对對由将將把被会會能要到中有为為而也都又其并並等年月日说說称稱曾后後前之所則则就',
  ),
);

const oneHan = /^\p{Script=Han}$/u;

/** People's names in Chinese text, as far as their characters tell. */
export function hanNameSpans(sentence: string): AnswerSpan[] {
  const foreign = [dotted, undotted].flatMap((pattern) =>
    Array.from(sentence.matchAll(pattern), ({ 0: text, index }) => ({
      start: index,
      end: index + text.length,
      text,
    })),
  );
  return [...foreign, ...familyNames(sentence)];
}

function familyNames(sentence: string): AnswerSpan[] {
  const words = Array.from(chineseSegmenter().segment(sentence));
  return words.flatMap(({ segment, index }, i): AnswerSpan[] => {
    if (!surnames.has(segment.charAt(0))) return [];
    let text = segment;
    if (text.length > 3) return [];
    if (text.length === 1) {
      for (const next of words.slice(i + 1, i + 3)) {
        if (!oneHan.test(next.segment) || notInName.has(next.segment)) break;
        text += next.segment;
      }
      const next = words[i + 1]?.segment ?? '';
      if (text.length === 1 && /^\p{Script=Han}{2}$/u.test(next)) text += next;
    }
    return text.length >= 2 ? [{ start: index, end: index + text.length, text }] : [];
  });
}
