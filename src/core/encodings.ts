/** Who an encoding was made for; the words for it are in `src/i18n`. */
export type EncodingScript =
  | 'unicode'
  | 'simplified-chinese'
  | 'traditional-chinese'
  | 'japanese'
  | 'korean'
  | 'western'
  | 'central-european'
  | 'cyrillic'
  | 'greek'
  | 'turkish'
  | 'baltic'
  | 'hebrew'
  | 'arabic'
  | 'thai'
  | 'vietnamese';

export interface TextEncoding {
  /** As the Encoding Standard names it, or `utf-32le` and `utf-32be`, which it leaves out. */
  readonly name: string;
  /** What people call it; the same in every language. */
  readonly label: string;
  readonly script: EncodingScript;
}

function encoding(script: EncodingScript, name: string, label: string): TextEncoding {
  return { name, label, script };
}

/** What a person can choose for a text file whose encoding was not told right: grouped by script, likeliest first. */
export const textEncodings: readonly TextEncoding[] = [
  encoding('unicode', 'utf-8', 'UTF-8'),
  encoding('unicode', 'utf-16le', 'UTF-16 LE'),
  encoding('unicode', 'utf-16be', 'UTF-16 BE'),
  encoding('unicode', 'utf-32le', 'UTF-32 LE'),
  encoding('unicode', 'utf-32be', 'UTF-32 BE'),
  encoding('simplified-chinese', 'gb18030', 'GB18030 / GBK'),
  encoding('traditional-chinese', 'big5', 'Big5'),
  encoding('japanese', 'shift_jis', 'Shift_JIS'),
  encoding('japanese', 'euc-jp', 'EUC-JP'),
  encoding('japanese', 'iso-2022-jp', 'ISO-2022-JP'),
  encoding('korean', 'euc-kr', 'EUC-KR'),
  encoding('western', 'windows-1252', 'Windows-1252 / ISO-8859-1'),
  encoding('western', 'iso-8859-15', 'ISO-8859-15'),
  encoding('western', 'macintosh', 'Mac OS Roman'),
  encoding('central-european', 'windows-1250', 'Windows-1250'),
  encoding('central-european', 'iso-8859-2', 'ISO-8859-2'),
  encoding('cyrillic', 'windows-1251', 'Windows-1251'),
  encoding('cyrillic', 'koi8-r', 'KOI8-R'),
  encoding('cyrillic', 'koi8-u', 'KOI8-U'),
  encoding('cyrillic', 'iso-8859-5', 'ISO-8859-5'),
  encoding('cyrillic', 'ibm866', 'CP866'),
  encoding('cyrillic', 'x-mac-cyrillic', 'Mac OS Cyrillic'),
  encoding('greek', 'windows-1253', 'Windows-1253'),
  encoding('greek', 'iso-8859-7', 'ISO-8859-7'),
  encoding('turkish', 'windows-1254', 'Windows-1254'),
  encoding('baltic', 'windows-1257', 'Windows-1257'),
  encoding('hebrew', 'windows-1255', 'Windows-1255'),
  encoding('hebrew', 'iso-8859-8', 'ISO-8859-8'),
  encoding('arabic', 'windows-1256', 'Windows-1256'),
  encoding('arabic', 'iso-8859-6', 'ISO-8859-6'),
  encoding('thai', 'windows-874', 'Windows-874'),
  encoding('vietnamese', 'windows-1258', 'Windows-1258'),
];
