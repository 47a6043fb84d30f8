import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { lineJoint } from '../../../src/core/cjk';
import { readCues, type Cue } from './cues';
import type { Extractor } from './extractor';
import { createPause } from './pause';
import { appendPlainText } from './plain-text';
import { readTextFile } from './text-file';

/** A paragraph ends at the end of a sentence beyond this many characters, and at any cue beyond twice as many. */
const paragraphCharacters = 240;
/** A silence that parts what was said. */
const pauseMs = 4000;

/** What is said, as running text: a paragraph for each stretch of one voice, with the time at which it begins. */
export const extractSubtitles: Extractor = async (file, context) => {
  const { text: source, encoding, warnings } = await readTextFile(file, context);
  const pause = createPause(context.signal);
  const builder = new RichTextBuilder();
  let stretch: Cue[] = [];
  let length = 0;
  let speaker: string | undefined;
  const finish = () => {
    const [first] = stretch;
    if (!first) return;
    const isNewVoice = first.speaker !== undefined && first.speaker !== speaker;
    speaker = first.speaker;
    const lead = `[${clock(first.startMs)}] ${isNewVoice ? `${first.speaker}: ` : ''}`;
    const edits = [{ kind: 'cue', start: 0, end: lead.length, original: '' } as const];
    builder.addBlock({ kind: 'paragraph' }, { text: lead + joined(stretch), marks: [], edits });
    stretch = [];
    length = 0;
  };
  let count = 0;
  for (const cue of readCues(source)) {
    const last = stretch.at(-1);
    // Captions that roll up say each line twice.
    if (last?.text === cue.text && cue.startMs <= last.endMs + 100) continue;
    if (last && beginsStretch(cue, last, length)) finish();
    stretch.push(cue);
    length += cue.text.length;
    count += 1;
    if (count % 500 === 0) await pause();
  }
  finish();
  // A file of that name without a single cue is still text.
  if (count === 0) appendPlainText(source, builder);
  context.onProgress({ loaded: file.size, total: file.size });
  return { ...builder.build(), format: 'subtitles', encoding, coverage: 1, warnings };
};

function beginsStretch(cue: Cue, last: Cue, length: number): boolean {
  if (cue.speaker !== last.speaker || cue.startMs - last.endMs > pauseMs) return true;
  // A dash begins what another person says.
  if (/^[-–—]\s?\S/.test(cue.text)) return true;
  const isSentenceEnd = /[.!?…。！？]["'”’）)]?$/.test(last.text);
  return length >= paragraphCharacters * (isSentenceEnd ? 1 : 2);
}

function joined(cues: readonly Cue[]): string {
  return cues.reduce((text, cue) => text + lineJoint(text, cue.text) + cue.text, '');
}

/** Minutes and seconds, with hours where there are any. */
function clock(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const hours = Math.floor(seconds / 3600);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  return [...(hours > 0 ? [String(hours)] : []), ...parts].join(':');
}
