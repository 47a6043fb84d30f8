export type MarkupLanguage = 'restructured-text' | 'org' | 'asciidoc' | 'latex';

interface Heading {
  readonly level: number;
  readonly text: string;
  /** How many lines it takes, its rules included. */
  readonly lines: number;
}

interface LineReader {
  heading(line: string, next: string, afterNext: string): Heading | undefined;
  /** The end of the listing that the line begins. */
  codeEnd(line: string): RegExp | undefined;
  /** The marker of a list item, its indentation captured. */
  readonly listItem?: RegExp;
  /** Lines that say nothing to a reader. */
  readonly silent?: RegExp;
}

const rule = /^([=\-~^"'*+#`:.])\1{2,}\s*$/;
/** The order that most documents use; the language leaves it to each. */
const rulesByLevel = '=-~^"\'*+#`:.';

const restructuredText: LineReader = {
  heading(line, next, afterNext) {
    const above = rule.exec(line)?.[1];
    if (above !== undefined && next.trim() !== '' && afterNext.startsWith(above) && rule.test(afterNext)) {
      return { level: 1, text: next.trim(), lines: 3 };
    }
    const below = rule.exec(next)?.[1];
    const isHeading =
      below !== undefined &&
      /^\S/.test(line) &&
      !rule.test(line) &&
      next.trim().length >= Math.min(line.length, 4);
    if (!isHeading) return undefined;
    return { level: Math.min(6, 1 + rulesByLevel.indexOf(below)), text: line.trim(), lines: 2 };
  },
  codeEnd: () => undefined,
  listItem: /^(\s*)(?:[-*+]|\d+[.)]|#\.)\s+/,
  silent: /^\.\. _[^:]+:\s*$/,
};

const org: LineReader = {
  heading(line) {
    const titled = /^#\+TITLE:\s*(.+)$/i.exec(line)?.[1];
    if (titled !== undefined) return { level: 1, text: titled, lines: 1 };
    const [, stars = '', text = ''] = /^(\*+)\s+(.*?)(?:\s+:[\w:@]+:)?\s*$/.exec(line) ?? [];
    return stars === '' ? undefined : { level: Math.min(6, stars.length), text, lines: 1 };
  },
  codeEnd: (line) => (/^\s*#\+BEGIN_(?:SRC|EXAMPLE)/i.test(line) ? /^\s*#\+END_/i : undefined),
  listItem: /^(\s*)(?:[-+]|\d+[.)])\s+/,
  silent: /^\s*(?:#\+(?!caption)\w+|:[\w-]+:)/i,
};

const asciidoc: LineReader = {
  heading(line) {
    const [, signs = '', text = ''] = /^(={1,6}|#{1,6})\s+(\S.*?)(?:\s+\1)?\s*$/.exec(line) ?? [];
    return signs === '' ? undefined : { level: signs.length, text, lines: 1 };
  },
  codeEnd: (line) => {
    if (/^-{4,}\s*$/.test(line)) return /^-{4,}\s*$/;
    return /^\.{4,}\s*$/.test(line) ? /^\.{4,}\s*$/ : undefined;
  },
  listItem: /^(\s*)(?:[*.]{1,5}|-|\d+\.)\s+/,
  silent: /^(?:\/\/.*|\[[^\]]*\]|:[\w-]+:.*|\|={3,}|={4,}|\+)\s*$/,
};

const latexLevels = ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph'];

const latex: LineReader = {
  heading(line) {
    const [, name = '', text = ''] =
      /^\s*\\(\w+)\*?(?:\[[^\]]*\])?\{(.+?)\}\s*(?:\\label\{[^}]*\})?\s*$/.exec(line) ?? [];
    const level = name === 'title' ? 1 : latexLevels.indexOf(name) + 1;
    return level === 0 ? undefined : { level, text, lines: 1 };
  },
  codeEnd: (line) => {
    const environment = /^\s*\\begin\{(verbatim|lstlisting|minted|equation\*?|align\*?|tabular)\}/.exec(
      line,
    )?.[1];
    return environment === undefined
      ? undefined
      : new RegExp(`^\\s*\\\\end\\{${environment.replace('*', '\\*')}\\}`);
  },
  listItem: /^(\s*)\\item(?:\[[^\]]*\])?\s*/,
  silent:
    /^\s*(?:%.*|\\(?:begin|end)\{(?:document|itemize|enumerate|center|figure\*?|table\*?|abstract)\}.*|\\(?:usepackage|documentclass|maketitle|newpage|clearpage|centering)\b.*)$/,
};

export const lineReaders: Readonly<Record<MarkupLanguage, LineReader>> = {
  'restructured-text': restructuredText,
  org,
  asciidoc,
  latex,
};
