import type { Language } from '../language';
import { occurs } from './english-subject';

const englishTitle = /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N} ,:'’&().+#-]{2,58}$/u;
const chineseTitle = /^[\p{L}\p{N}][\p{L}\p{N} ，、：:·（）().+#-]{1,22}$/u;
const englishHeading =
  /^\p{Script=Latin}[\p{Script=Latin}\p{N}'’-]+(?: [\p{Script=Latin}\p{N}'’][\p{Script=Latin}\p{N}'’-]*){0,5}$/u;
const chineseHeading = /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9 、与和·]{3,16}$/u;
/** A file that tells of a folder is no work that says something. */
const noTitle = /^(?:readme|index|examples?|overview|untitled|notes?|document|new)\b/i;
/** What a chapter is for, and not what it is about. */
const noSubject =
  /\b(?:introduction|overview|summary|conclusions?|abstract|contents|references?|see also|notes?|remarks?|examples?|syntax|parameters?|return values?|requirements?|appendix|index|preface|foreword|acknowledge?ments?|further reading|external links|bibliography|licen[cs]e|copyright|background|prerequisites|next steps?|related|faq|members|properties|methods|chapter|section|part|article|step|exercise|figure|table|version|changelog|misc|other|general|more|about|links|contact|feedback|usage|getting started|quick ?start|installation|setup|example code|comments|discussion|results|topics?|articles?)\b/i;
const noSubjectZh =
  /(?:前言|序言|引言|简介|介绍|概述|概览|概要|总结|小结|结语|结论|目录|参考|附录|致谢|声明|许可|版权|说明|示例|例子|语法|参数|返回值|准备|步骤|安装|配置|部署|前置|前提|条件|需求|方式|选项|输出|输入|限制|默认|最佳实践|规划|进展|系列|指南|查看|验证|启用|开启|关闭|设置|更新|日志|作者|背景|其他|其它|相关|链接|注意|常见问题|下载|使用|正文|环境|版本|测试|代码|教程|实验|练习|作业|任务|第.{1,3}[章节课部])/u;
const verbal =
  /^(?:use|using|create|add|set|get|make|run|build|install|configure|choose|select|open|check|read|write|how|what|why|when|where|who|which|is|are|to|the|a|an|in|on|for|with|if|see|from|at|by|of|after|before|under|between|through|since|until|and|or|but|not|as|into|obtaining|getting)\b/i;

/** "What does … say about …?", where a title and a heading can stand in it as they are; the last thing to ask. */
export function headingQuestion(
  title: string,
  heading: string,
  language: Language,
  context: string,
): string | undefined {
  const subject = heading.trim();
  if (noTitle.test(title) || title.includes(subject) || subject.includes(title)) return undefined;
  if (language === 'zh') {
    const canStand = chineseTitle.test(title) && chineseHeading.test(subject) && !noSubjectZh.test(subject);
    return canStand ? `《${title}》在“${subject}”里说了什么？` : undefined;
  }
  if (!englishTitle.test(title) || /_|\d{3,}/.test(title)) return undefined;
  if (!englishHeading.test(subject) || noSubject.test(subject) || verbal.test(subject)) return undefined;
  const words = subject.split(' ').map((word) => asInside(word, context));
  // What the text does not show as a word of the language may be a name: it stays as it is written.
  const about = words.every((word) => word !== undefined) ? words.join(' ') : `“${subject}”`;
  return `What does “${title}” say about ${about}?`;
}

/** A heading's word as it is written in running text; undefined where the text does not show it. */
function asInside(word: string, context: string): string | undefined {
  if (/^\p{Ll}/u.test(word) || /\p{Lu}/u.test(word.slice(1))) return word;
  const small = word.toLowerCase();
  if (occurs(small, context)) return small;
  return undefined;
}
