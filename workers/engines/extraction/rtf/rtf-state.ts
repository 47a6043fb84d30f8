/** Where the text of a group goes. */
export type Destination =
  'text' | 'skip' | 'fonts' | 'styles' | 'info' | 'title' | 'instruction' | 'label' | 'author';

/** What a group inherits from the one around it and takes back at its end. */
export interface RtfState {
  destination: Destination;
  encoding: string | undefined;
  /** How many characters of the old form follow `\u`. */
  unicodeSkip: number;
  isStrong: boolean;
  isEmphasis: boolean;
  isStruck: boolean;
  isHidden: boolean;
  link: string | undefined;
  /** Of the paragraph. */
  styleId: number | undefined;
  outlineLevel: number | undefined;
  listLevel: number;
  isInTable: boolean;
}

export function firstState(): RtfState {
  return {
    destination: 'text',
    encoding: undefined,
    unicodeSkip: 1,
    isStrong: false,
    isEmphasis: false,
    isStruck: false,
    isHidden: false,
    link: undefined,
    styleId: undefined,
    outlineLevel: undefined,
    listLevel: 0,
    isInTable: false,
  };
}

/** Groups for other programs, or about how things look. */
export const skippedDestinations = new Set(
  (
    'colortbl pict object filetbl listtable listoverridetable revtbl rsidtbl themedata colorschememapping ' +
    'latentstyles datastore xmlnstbl nonshppict shprslt sp bkmkstart bkmkend generator fontemb fontfile ' +
    'private mmathPr pgptbl background ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid ' +
    'atndate atnref atrfstart atrfend atnparent xe tc tcn template operator userprops docvar pnseclvl formfield'
  ).split(' '),
);

/** Groups that may be marked as ignorable and are read all the same. */
export const readDestinations = new Set(
  'shppict shpinst shptxt annotation atnauthor fldinst ud nesttableprops mmath moMath pn pntxtb'.split(' '),
);

/** Words that stand for a character. */
export const characterWords: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};
