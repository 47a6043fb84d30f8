/**
 * Some PDF writers name a character by its radical or compatibility form (⼈ for 人): it looks the same and is found
 * by no search. Each is replaced by the character that is meant; the text keeps its length.
 */
export function unifyHan(text: string): string {
  return text.replace(/[\u2e80-\u2fdf\uf900-\ufaff]/g, (character) => {
    const unified = supplementary.get(character) ?? character.normalize('NFKC');
    return unified.length === 1 ? unified : character;
  });
}

/** Radicals whose everyday character Unicode does not name as their equivalent: each with what fonts draw alike. */
const supplementary: ReadonlyMap<string, string> = new Map(
  `
  ⺂乛 ⺃乚 ⺅亻 ⺉刂 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺘扌 ⺙攵 ⺛旡 ⺞歺 ⺠民 ⺡氵
  ⺣灬 ⺤爫 ⺦丬 ⺨犭 ⺫罒 ⺭礻 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺹耂 ⺺肀 ⺾艹 ⺿艹 ⻁虎 ⻂衤 ⻃覀 ⻄西
  ⻅见 ⻆角 ⻈讠 ⻉贝 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻖阝 ⻘青 ⻙韦 ⻚页 ⻛风
  ⻜飞 ⻝食 ⻟飠 ⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜
  ⻰龙 ⻱龜 ⻲亀
  `
    .trim()
    .split(/\s+/)
    .map(([radical = '', character = '']) => [radical, character]),
);
