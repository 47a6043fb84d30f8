/**
 * Some PDF writers name a character by its radical or compatibility form (⼈ for 人): it looks the same and is found
 * by no search. Each is replaced by the character that is meant; the text keeps its length.
 */
export function unifyHan(text: string): string {
  return text.replace(/[\u2e80-\u2fdf\uf900-\ufaff]/g, (character) => {
    const unified = supplementary[character] ?? character.normalize('NFKC');
    return unified.length === 1 ? unified : character;
  });
}

/** Radicals whose everyday character Unicode does not name as their equivalent. */
const supplementary: Readonly<Record<string, string>> = {
  '⺠': '民',
  '⻄': '西',
  '⻅': '见',
  '⻆': '角',
  '⻉': '贝',
  '⻋': '车',
  '⻑': '长',
  '⻓': '长',
  '⻔': '门',
  '⻘': '青',
  '⻙': '韦',
  '⻚': '页',
  '⻛': '风',
  '⻜': '飞',
  '⻝': '食',
  '⻢': '马',
  '⻣': '骨',
  '⻤': '鬼',
  '⻥': '鱼',
  '⻦': '鸟',
  '⻨': '麦',
  '⻩': '黄',
  '⻬': '齐',
  '⻮': '齿',
  '⻰': '龙',
  '⻳': '龟',
};
