const english =
  /^(?:according to (?:the|these|this|your|my|our) [^,]{3,40},|(?:the|these|this|your) (?:passages?|texts?|documents?|sources?|articles?|files?) (?:also )?(?:says?|states?|notes?|mentions?|explains?|describes?|shows?|indicates?|reports?)(?: that)?,?)\s+/i;
const chinese =
  /^(?:(?:根据|根據|依据|依據|按照|据|據)[^，。]{0,12}?(?:资料|資料|文献|文獻|文档|文檔|文章|原文|来源|來源|内容|內容|记载|記載|片段|段落)[^，。]{0,4}|(?:文中|原文|文章|资料|資料|文档|文檔)(?:中)?(?:还|還|也)?(?:提到|指出|提及|记载|記載|显示|顯示|写道|寫道|说|說))[，：,:]?\s*/u;

/** A sentence without the words by which it only says that it comes from a source. */
export function withoutIntroduction(sentence: string): string {
  const rest = sentence.replace(english, '').replace(chinese, '');
  return rest === '' ? sentence : rest;
}
