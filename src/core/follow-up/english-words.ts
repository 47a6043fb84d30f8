function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** Words that no question is about. */
const functionWords = words(
  'what which who whom whose when where why how is are was were be been being am do does did has have had can could ' +
    'will would shall should may might must a an the this that these those there here it its they them their theirs ' +
    'he him his she her hers we us our ours you your yours i me my mine one ones of in on at by for from to with about ' +
    'into as than and or but if so not no yes also then too please tell explain describe give say show any some all ' +
    'both each every other others else more much many few lot really exactly just only even still ever again own same ' +
    'during before after since until between through over under against within without per via up down out off',
);

/** Words that say something only together with what they are said of. */
const lightWords = words(
  'example examples detail details further elaborate continue go on come came coming next first last later earlier ' +
    'happen happened happens happening win won end ended begin began start started old long big tall far often high ' +
    'better best worse worst bigger biggest larger largest smaller smallest older oldest taller faster cheaper most ' +
    'least work works use used made make mean means called known done long ago instead otherwise like year month day ' +
    'date place time country city person people thing reason reasons way sort kind kinds type specific specifically ' +
    'ok okay well thanks thank',
);

/** The parts and properties of a thing, which are of something: "the height", "the cause". */
export const attributeNouns =
  'cause|reason|result|outcome|effect|impact|consequence|purpose|goal|aim|size|length|height|width|depth|weight|area|' +
  'price|cost|value|date|name|meaning|definition|difference|origin|location|title|number|age|budget|deadline|penalty|' +
  'exception|limit|requirement|advantage|disadvantage|benefit|drawback|example|alternative|risk|symptom|treatment|' +
  'solution|plot|ending|theme|population|speed|temperature|density|colour|color|structure|function|role|history|' +
  'duration|rate|percentage|conclusion|method|procedure|formula|moral|significance|motto|currency|language|religion|' +
  'death toll|melting point|boiling point|dose|dosage|fee|term|condition|rule|main idea|side effect';

/** Those that are persons or places themselves, so that a pronoun after them means them. */
export const roleNouns =
  'capital|author|architect|founder|inventor|discoverer|designer|winner|leader|head|chief|king|queen|emperor|' +
  'president|chancellor|mayor|minister|director|manager|owner|composer|painter|editor|writer|singer|actor|creator|' +
  'ruler|commander|general|wife|husband|son|daughter|father|mother|successor|predecessor|birthplace|headquarters|' +
  'largest city|protagonist|hero|killer|murderer|teacher|student|member';

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[-'’.&][\p{L}\p{N}]+)*/gu) ?? [];
}

export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase().replace(/['’](?:s|re|ve|d|ll)$/, ''));
}

/** Whether the word says by itself what is asked about; a name does, also one that is spelled like a small word. */
export function isContentWord(word: string): boolean {
  return !isFunctionWord(word) && !lightWords.has(word.toLowerCase());
}
