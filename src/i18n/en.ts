import type { ErrorCode } from '../core/app-error';
import type { DocumentFormat, ExtractionWarning, PageUnit, UnreadKind } from '../core/extracted-document';
import type { EncodingScript } from '../core/encodings';
import type { SplittingProblem, SplittingStrategy } from '../core/splitting';
import type { TextEditKind } from '../core/text-edits';
import type { ImportStage } from '../contracts/importer';
import { onDemand } from '../core/on-demand';
import { createFormat } from './format';

/** What is wrong, and what to do about it. */
export interface ErrorWords {
  readonly problem: string;
  readonly advice: string;
}

type SplittingKind = SplittingStrategy['kind'];

interface StrategyWords {
  readonly name: string;
  /** When it suits. */
  readonly about: string;
}

/** Told the fewest and the most tokens that a passage can have. */
type ProblemWords = (fewest: number, most: number) => string;

const unitNames: Record<PageUnit, string> = {
  page: 'Page',
  sheet: 'Sheet',
  slide: 'Slide',
  section: 'Section',
};

type CutShort = Extract<ExtractionWarning, { code: 'cut-short' }>['what'];

const { number } = createFormat('en');

const cutNames: Record<CutShort, string> = {
  pages: 'pages',
  sheets: 'sheets',
  rows: 'rows',
  cells: 'cells',
  entries: 'files',
  characters: 'characters',
};
const alternatives = onDemand(() => new Intl.ListFormat('en', { type: 'disjunction' }));
const anyOf = (names: readonly string[]): string => alternatives().format(names.map((name) => `“${name}”`));
const plurals = onDemand(() => new Intl.PluralRules('en'));

function count(value: number, one: string, other: string): string {
  return `${number(value)} ${plurals().select(value) === 'one' ? one : other}`;
}

export const en = {
  app: {
    name: 'Inkstone',
    mark: '砚',
    skipToQuestion: 'Skip to the question',
    skipToSearch: 'Skip to the search field',
    withKeys: (label: string, keys: string) => `${label} (${keys})`,
    libraryPane: 'Documents and conversations',
    chatPane: 'Conversation',
    sourcePane: 'Source',
    tabs: { library: 'Documents', search: 'Search', chat: 'Chat', source: 'Source' },
    tabsLabel: 'Panes',
    resizeSource: 'Width of the source pane',
  },
  common: {
    cancel: 'Cancel',
    close: 'Close',
    save: 'Save',
    remove: 'Remove',
    delete: 'Delete',
    undo: 'Undo',
    retry: 'Try again',
    rename: 'Rename',
    dismiss: 'Dismiss',
    more: (name: string) => `More for ${name}`,
    emptyName: 'Write a name first.',
    failed: 'That did not work.',
  },
  firstRun: {
    title: 'Ask your own documents',
    promise:
      'Add documents, ask in English or Chinese, and read answers that show the exact words they rest on.',
    privacy: 'Nothing leaves this device: no account, no upload, and it works offline.',
    addDocuments: 'Add documents',
    trySample: 'Try the sample library',
    formats:
      'PDF, office documents, Markdown, web pages, mail, e-books and more. Files and whole folders can be dropped anywhere.',
    sampleName: 'Sample library',
    defaultLibraryName: 'My documents',
    preparingSample: 'Laying out the sample documents',
  },
  startup: {
    starting: 'Preparing search',
    loaded: (loaded: string, total: string) => `${loaded} of ${total}`,
    hint: 'Once only. Later visits start from this device.',
    failed: 'Search could not start.',
    passedOver:
      'The search model that you chose could not be used. For now the one that comes with the app searches, and documents embedded with yours are found by their words alone.',
    chooseModel: 'Choose a search model',
    useOwn: 'Use the app’s own',
    reEmbedding: 'Embedding the documents for the new search model',
    reEmbedded: (done: number, total: number) => `${number(done)} of ${count(total, 'passage', 'passages')}`,
    waiting: 'Your question is asked as soon as search is ready.',
  },
  library: {
    label: 'Library',
    switch: (name: string) => `Library: ${name}. Choose another`,
    create: 'New library',
    createTitle: 'New library',
    createAction: 'Create library',
    nameLabel: 'Name',
    namePlaceholder: 'Field notes, contracts, a course',
    rename: 'Rename library',
    renameTitle: 'Rename library',
    delete: 'Delete library',
    deleteTitle: (name: string) => `Delete “${name}”`,
    deleteBody: (documents: number, conversations: number) =>
      `${count(documents, 'document', 'documents')} and ${count(conversations, 'conversation', 'conversations')} are removed from this device. Your original files stay where they are. This cannot be undone.`,
    deleteAction: 'Delete library',
    none: 'No library yet',
  },
  documents: {
    title: 'Documents',
    add: 'Add documents',
    addFiles: 'Choose files',
    addFolder: 'Choose a folder',
    empty: 'Nothing here yet. Drop files or folders anywhere, or add them here.',
    summary: (documents: number) => count(documents, 'document', 'documents'),
    pages: (pages: number, unit: PageUnit) => count(pages, unit, `${unit}s`),
    chunks: (chunks: number) => count(chunks, 'passage', 'passages'),
    formats: {
      markdown: 'Markdown',
      text: 'Text',
      html: 'Web page',
      pdf: 'PDF',
      docx: 'Word',
      pptx: 'PowerPoint',
      xlsx: 'Excel',
      csv: 'Table',
      odt: 'OpenDocument text',
      ods: 'OpenDocument sheet',
      odp: 'OpenDocument slides',
      rtf: 'Rich text',
      epub: 'E-book',
      json: 'JSON',
      subtitles: 'Subtitles',
      email: 'Mail',
      notebook: 'Notebook',
      code: 'Source code',
      image: 'Image',
      audio: 'Audio',
      video: 'Video',
    } satisfies Record<DocumentFormat, string> as Record<DocumentFormat, string>,
    queued: 'Waiting',
    stages: {
      copying: 'Copying',
      reading: 'Reading',
      splitting: 'Splitting into passages',
      embedding: 'Indexing',
      storing: 'Storing',
    } satisfies Record<ImportStage, string> as Record<ImportStage, string>,
    progress: (stage: string, loaded: number, total: number) =>
      `${stage}, ${number(loaded)} of ${number(total)}`,
    importing: (name: string) => `Importing ${name}`,
    cancel: (name: string) => `Cancel the import of ${name}`,
    cancelAll: 'Cancel all',
    cancelAllTitle: (documents: number) =>
      `Cancel the import of ${count(documents, 'document', 'documents')}?`,
    cancelAllBody:
      'They are taken out of the library; a document whose new version waits keeps the version it has. Your original files are not touched.',
    cancelAllAction: 'Cancel the import',
    cancelAllKeep: 'Go on importing',
    pause: 'Pause',
    resume: 'Resume',
    paused: 'Paused',
    overall: 'Progress of all imports',
    uncopied: (files: number) =>
      `${count(files, 'file is', 'files are')} still being copied: keep this tab open until then.`,
    failedCount: (documents: number) => `${number(documents)} could not be imported`,
    showFailed: 'Show',
    retryAll: 'Try all again',
    removeAll: 'Remove all',
    removeAllTitle: (documents: number) =>
      `Remove ${count(documents, 'document', 'documents')} that could not be imported?`,
    removeAllBody:
      'They are taken out of the library; a document whose new version was not read keeps the version it has. Your original files are not touched.',
    showAll: 'Show all',
    filter: 'Filter by name or folder',
    noMatch: 'No document has this in its name or folder.',
    noMatchFailed: 'None of those that could not be imported has this in its name or folder.',
    shownOf: (shown: number, all: number) => `${number(shown)} of ${number(all)}`,
    listKeys: 'Arrow keys go through the documents, and typing filters them.',
    pending: {
      queued: 'A new version waits to be read.',
      importing: 'A new version is being read',
      failed: 'The new version was not read.',
    },
    importingVersion: (name: string) => `Reading the new version of ${name}`,
    cancelVersion: (name: string) => `Do not read the new version of ${name}`,
    keepVersion: 'Keep this version',
    keepVersionOf: (name: string) => `Keep the version of ${name} that is here`,
    passwordFor: (name: string) => `Password for ${name}`,
    password: 'Password',
    unlock: 'Open',
    unlockNamed: (name: string) => `Open ${name} with the password`,
    showMore: 'Show more',
    showLess: 'Show less',
    details: 'Details',
    addedSummary: (summary: { added: number; updated: number; unchanged: number; unreadable: number }) => {
      const { added, updated, unchanged, unreadable } = summary;
      const parts = [
        added > 0 && `${number(added)} added`,
        updated > 0 && `${number(updated)} updated`,
        unchanged > 0 && `${number(unchanged)} unchanged`,
        unreadable > 0 && `${number(unreadable)} could not be opened`,
      ].filter((part) => part !== false);
      return parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing was added.';
    },
    remaining: (documents: number) => `${count(documents, 'document', 'documents')} still to import`,
    timeLeft: (duration: string) => `about ${duration} left`,
    retry: (name: string) => `Try to import ${name} again`,
    remove: (name: string) => `Remove ${name}`,
    open: 'Open',
    removed: (name: string) => `“${name}” was removed. Your original file stays where it is.`,
    removedMany: (documents: number) =>
      `${count(documents, 'document was', 'documents were')} removed. Your original files stay where they are.`,
    pagesWithoutText: (pages: number) =>
      `${count(pages, 'page has', 'pages have')} no text, perhaps a scan, and cannot be searched.`,
    pagesFailed: (pages: number) => `${count(pages, 'page', 'pages')} could not be read.`,
    undecodable: (characters: number) => `${count(characters, 'character', 'characters')} could not be read.`,
    mainContentNotFound: 'The whole page was read, menus included.',
    imagesSkipped: (images: number) =>
      `${count(images, 'picture', 'pictures')} in it ${images === 1 ? 'was' : 'were'} not read.`,
    attachmentsSkipped: (names: readonly string[]) => `Not read: ${names.join(', ')}.`,
    partsFailed: (names: readonly string[]) => `Could not be read: ${names.join(', ')}.`,
    cutShort: (what: CutShort, kept: number) => `Only the first ${number(kept)} ${cutNames[what]} were read.`,
    unread: {
      scan: 'Kept. Its pages are pictures, and their text is not read yet.',
      image: 'Kept. The text in the picture is not read yet.',
      audio: 'Kept. What is said in it is not read yet.',
      video: 'Kept. What is said in it is not read yet.',
    } satisfies Record<UnreadKind, string> as Record<UnreadKind, string>,
    imported: (documents: number) => `${count(documents, 'document', 'documents')} ready.`,
    importFailed: (documents: number) =>
      `${count(documents, 'document', 'documents')} could not be imported.`,
  },
  drop: {
    title: (library: string) => `Drop to add to “${library}”`,
    titleFirst: 'Drop to add documents',
    hint: 'Files, whole folders, or text',
    nothing: 'Nothing in that drop could be read as a file.',
    pasted: (name: string) => `Pasted as ${name}.`,
  },
  folders: {
    looking: (files: number) => `Looking through the folder… ${count(files, 'file', 'files')}`,
    update: (folder: string) => `Update from “${folder}”`,
    refused: (folder: string) => `The browser was not allowed to read “${folder}”.`,
    gone: (folder: string) =>
      `The folder “${folder}” is no longer where it was. Its documents stay; choose it again to update them.`,
    missingTitle: (folder: string) => `No longer in “${folder}”`,
    missingBody: (documents: number) =>
      `The files of ${count(documents, 'document', 'documents')} are no longer in the folder. They can stay in the library.`,
    missingList: 'Documents without a file',
    removeMissing: (documents: number) => `Remove ${count(documents, 'document', 'documents')}`,
    keepMissing: 'Keep them',
  },
  incoming: {
    titles: { shared: 'Shared with Inkstone', opened: 'Opened with Inkstone' },
    files: (files: number) => count(files, 'file', 'files'),
    stays: 'Kept on this device only.',
    library: 'Add to',
    newLibrary: (name: string) => `A first library, “${name}”, is made for it.`,
    add: 'Add',
    addTo: (library: string) => `Add to “${library}”`,
    discard: 'Discard',
    failed: 'What was shared could not be kept.',
    andMore: (files: number) => `and ${count(files, 'more file', 'more files')}`,
  },
  conversations: {
    title: 'Conversations',
    new: 'New conversation',
    untitled: 'New conversation',
    empty: 'Questions you ask are kept here.',
    showAll: (conversations: number) => `Show all ${number(conversations)}`,
    showFewer: 'Show fewer',
    renameTitle: 'Rename conversation',
    titleLabel: 'Title',
    find: 'Find in all conversations',
    findHint: 'Words in questions and answers',
    endSearch: 'Stop finding',
    found: (conversations: number) => `${count(conversations, 'conversation', 'conversations')} found`,
    foundKeys: 'The arrow keys lead through what is found, Enter opens it, and Escape leads back.',
    noneFound: 'No conversation holds these words.',
    pin: 'Pin to the top',
    unpin: 'Unpin',
    pinned: 'Pinned',
    removed: (title: string) => `“${title}” was deleted.`,
    exportMarkdown: 'Save as Markdown',
    exportJson: 'Save as JSON',
    print: 'Print',
  },
  chat: {
    ask: 'Ask',
    stop: 'Stop',
    placeholder: 'Ask a question about these documents',
    placeholderEmpty: 'Add documents, then ask about them',
    questionLabel: 'Question',
    keys: 'Enter asks, Shift + Enter starts a new line',
    chooseScope: (chosen: string) => `Answer from: ${chosen}. Choose where`,
    askedOfDocuments: (documents: number, names: readonly string[]) =>
      `Asked of ${count(documents, 'document', 'documents')}${names.length > 0 ? `: ${names.join(', ')}` : ', removed since'}`,
    askedOfLibraries: (libraries: number, names: readonly string[]) =>
      `Asked of ${count(libraries, 'library', 'libraries')}${names.length > 0 ? `: ${names.join(', ')}` : ', removed since'}`,
    askedOfAll: 'Asked of all libraries',
    askedOfTags: (tags: readonly string[], isEverywhere: boolean) =>
      `Asked of documents tagged ${anyOf(tags)}${isEverywhere ? ', in all libraries' : ''}`,
    /** Before the question. */
    you: 'You asked: ',
    answer: 'Answer',
    toLatest: 'To the latest',
    copy: 'Copy answer',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying.',
    retry: 'Answer again',
    edit: 'Edit the question',
    unfoldQuestion: 'Show the whole question',
    foldQuestion: 'Show less of the question',
    editLabel: 'Edited question',
    editHint: 'It is asked anew on a branch of its own; what was answered before is kept.',
    versions: 'Versions',
    version: (position: number, all: number) => `Version ${number(position)} of ${number(all)}`,
    earlierVersion: 'Earlier version',
    laterVersion: 'Later version',
    supported: (supported: number, all: number) =>
      `${number(supported)} of ${count(all, 'statement', 'statements')} supported`,
    supportedHint: 'Statements for which a passage in your documents was found.',
    trace: {
      open: 'How it was answered',
      missing: 'Nothing was kept of how this answer came about.',
      question: 'Searched for',
      found: (passages: number) => count(passages, 'passage found', 'passages found'),
      openPassage: (rank: number, document: string) => `Open found passage ${number(rank)}: ${document}`,
      cited: 'cited',
      read: 'read',
      onlyFound: 'found',
      noRoom: 'no room',
      score: 'Score',
      lanes: {
        dense: 'Meaning',
        lexical: 'Words',
        coverage: 'Words held',
        phrase: 'Phrase',
        reranked: 'Read again',
      },
      confidence: (share: string) => `${share} sure that the documents hold the answer`,
      engine: 'Answered by',
      times: 'Time',
      embedding: (time: string) => `understanding the question ${time}`,
      searching: (time: string) => `searching ${time}`,
      firstWords: (time: string) => `first words after ${time}`,
      whole: (time: string) => `${time} in all`,
      prompt: (tokens: number) => `Prompt, ${count(tokens, 'token', 'tokens')}`,
      usage: (prompt: number, answer: number) =>
        `${count(prompt, 'token', 'tokens')} in the prompt, ${number(answer)} written`,
      cached: (tokens: number) => `${number(tokens)} of the prompt known from before`,
      speed: (tokensPerSecond: string) => `${tokensPerSecond} tokens a second`,
      engines: { webllm: 'WebLLM', wllama: 'wllama', 'built-in': 'built into the browser' },
      given: (passages: number) => `${number(passages)} of them had been given with an earlier question.`,
      room: (passages: number, allPassages: number, turns: number, allTurns: number) =>
        `${number(passages)} of ${count(allPassages, 'passage', 'passages')} and ${number(turns)} of ${count(allTurns, 'earlier turn', 'earlier turns')} had room.`,
      roles: { system: 'Rules', user: 'Question', assistant: 'Answer' },
      notReranked: 'The passages could not be read again by the reranker.',
    },
    phases: {
      searching: 'Searching your documents',
      reading: 'Reading what was found',
      writing: 'Writing',
      recovering: 'The model was lost; the answer will go on',
    },
    quoted: 'Quoted from your documents',
    writtenByBrowser: 'Written by the browser’s own model',
    thinking: 'Thinking',
    thoughtFor: (time: string) => `Thought for ${time}`,
    recovered: 'The model was lost in the middle and is there again; nothing of the answer is missing.',
    tookOver: (lost: string, writer: string) =>
      `${lost} could not go on, so ${writer} answers instead, from the beginning.`,
    tookOverQuoting: (lost: string) => `${lost} could not go on, so the answer is quoted instead.`,
    answerWith: (model: string) => `Answer with ${model}`,
    writtenBy: (model: string) => `Written by ${model}`,
    questionTooLong: (characters: number, most: number): ErrorWords => ({
      problem: `The question is too long for the model that answers: it has ${number(characters)} characters, and about ${number(most)} have room.`,
      advice: `Edit it above and shorten it by about ${number(characters - most)} characters, or choose a model that reads more, or quotes.`,
    }),
    searchedFor: (question: string) => `Searched for: ${question}`,
    timing: (first: string, total: string) => `${total}, first words after ${first}`,
    total: (total: string) => total,
    stopped: 'Stopped. What was written is kept.',
    stoppedEmpty: 'Stopped before anything was written.',
    modelGone: (model: string) =>
      `Stopped, because ${model} was removed or closed. What was written is kept. Answer again to use what answers now.`,
    modelGoneEmpty: (model: string) =>
      `Stopped before anything was written, because ${model} was removed or closed. Answer again to use what answers now.`,
    sameQuotes:
      'The documents give the same quotes again, so this answer stays. Ask in other words, or add documents, for another one.',
    sameNothing: 'Nothing else was found this time.',
    answered: (citations: number) => `Answer complete, ${count(citations, 'citation', 'citations')}.`,
    abstained: {
      title: 'These documents do not seem to hold the answer.',
      ofPart: 'Only a part of the library was asked.',
      widen: 'Ask all of it',
      tries: [
        'Use words that the documents themselves might use.',
        'Ask for one thing at a time.',
        'Add the document that you expect to hold it.',
      ],
      announce: 'These documents do not seem to hold the answer.',
    },
    unsupported: 'No passage in your documents was found to support this sentence.',
    emptyTitle: 'What would you like to know?',
    emptyBody: (documents: number) =>
      `Answers come from ${count(documents, 'document', 'documents')} in this library, and show where.`,
    emptyBodyAll: 'Answers come from all libraries, and show where.',
    emptyBodySome: (documents: number) =>
      `Answers come from ${count(documents, 'chosen document', 'chosen documents')}, and show where.`,
    emptyBodyTagged: (tags: readonly string[], isEverywhere: boolean) =>
      `Answers come from documents tagged ${anyOf(tags)}${isEverywhere ? ' in all libraries' : ''}, and show where.`,
    noDocumentsTitle: 'This library is empty',
    noDocumentsBody: 'Add documents and ask about them in English or Chinese.',
    importingBody: 'Documents are being imported. You can ask about those that are ready.',
    suggestions: 'Questions to try',
    followUps: 'You could also ask',
    answerable: 'What these documents do answer',
    engine: {
      extractive: 'Quotes from documents',
      loading: (model: string) => `Starting ${model}`,
      failed: 'Language model unavailable',
      label: (engine: string) => `Answers: ${engine}. Open models`,
    },
  },
  scope: {
    title: 'Where to look',
    reach: 'Libraries',
    reaches: { library: 'This library', 'all-libraries': 'All libraries' },
    documents: 'Documents',
    allDocuments: 'All documents',
    someDocuments: (documents: number) => count(documents, 'document', 'documents'),
    tagged: (tags: readonly string[], isEverywhere: boolean) =>
      `${isEverywhere ? 'All libraries, tagged' : 'Tagged'} ${anyOf(tags)}`,
    filterDocuments: 'Filter by name',
    noSuchDocument: 'No document has this in its name.',
    moreDocuments: (documents: number) =>
      `${count(documents, 'more document', 'more documents')}. Type a part of the name to find them.`,
    chooseNone: 'Use all documents',
    missing: (missing: readonly string[], left: readonly string[], isEverywhere: boolean) =>
      `No document of ${isEverywhere ? 'any' : 'this'} library is tagged ${anyOf(missing)}. ${
        left.length > 0
          ? `Only what is tagged ${anyOf(left)} is searched.`
          : `${isEverywhere ? 'All libraries are' : 'The whole library is'} searched instead.`
      }`,
    dropMissing: (tags: number): string => (tags === 1 ? 'Take the tag out' : 'Take these tags out'),
  },
  tags: {
    title: 'Tags',
    edit: 'Tags…',
    editOf: (name: string) => `Tags of “${name}”`,
    editMany: (documents: number) => `Tags of ${count(documents, 'document', 'documents')}`,
    label: 'Tags',
    labelMany: (documents: number) => `Added to all ${number(documents)}`,
    hint: 'Enter or a comma adds a tag.',
    suggestions: 'In this library',
    noOther: 'There are no other tags in this library.',
    isNew: 'A new tag. Enter adds it.',
    remove: (tag: string) => `Remove ${tag}`,
    some: (documents: number, all: number) => `${number(documents)} of ${number(all)}`,
    full: (most: number) => `A document can have ${number(most)} tags.`,
    noMore: (most: number) =>
      `This document has ${number(most)} tags, and can have no more. Remove one first.`,
    tooLong: (most: number) => `A tag can have no more than ${number(most)} characters. Shorten it.`,
    noRoom: (documents: number, most: number) =>
      `${count(documents, 'document has', 'documents have')} ${number(most)} tags already, and got no more.`,
    added: (tag: string) => `${tag} added.`,
    removed: (tag: string) => `${tag} removed.`,
    saved: 'Tags saved.',
    unsaved: 'The tags were changed. Save them?',
    discard: 'Discard changes',
    tagOf: (tag: string, documents: number) => `${tag}, ${count(documents, 'document', 'documents')}`,
    more: (tags: number) => `${count(tags, 'more tag', 'more tags')}. Type a part of the name to find them.`,
    none: 'No tag has this in its name.',
    find: 'Find a tag',
    any: 'With any of these tags',
    filter: 'Filter by tag',
    filtered: (tags: readonly string[]) => `Tagged ${anyOf(tags)}`,
    tagShown: (documents: number) => (documents === 1 ? 'Tag this one' : `Tag these ${number(documents)}`),
    showAll: (tag: string) => `Stop filtering by ${tag}`,
    rename: 'Rename tag',
    renameTitle: (tag: string) => `Rename “${tag}”`,
    removeAll: 'Remove from all documents',
    removeTitle: (tag: string) => `Remove the tag “${tag}”`,
    removeBody: (documents: number) =>
      `It is taken away from ${count(documents, 'document', 'documents')} of this library. The documents stay.`,
    removeAction: 'Remove tag',
  },
  search: {
    title: 'Search',
    open: 'Search',
    close: 'Close search',
    label: 'Words to find',
    placeholder: 'Find words, a phrase, or what is meant',
    results: 'Passages found',
    chooseDocuments: (chosen: string) => `Search in: ${chosen}. Choose documents`,
    searchAllDocuments: 'Search all documents',
    searchAllLibraries: 'Search all libraries',
    found: (passages: number) => count(passages, 'passage', 'passages'),
    best: (passages: number) => `The ${number(passages)} best passages`,
    time: (ms: number) => `${number(Math.max(1, Math.round(ms)))} ms`,
    searching: 'Searching',
    importing: (documents: number) =>
      `${count(documents, 'document is', 'documents are')} still being imported. Those that are ready are searched.`,
    failed: 'The search did not work.',
    emptyTitle: 'Find a passage',
    emptyBody: (documents: number) =>
      `The words of ${count(documents, 'document', 'documents')}, in any form, and passages that mean the same.`,
    tips: {
      quotes: 'Quotation marks keep words together.',
      move: 'choose a passage',
      read: 'read it in its document',
      ask: 'ask the words as a question',
      leave: 'go back',
    },
    enterKey: 'Enter',
    noneTitle: (query: string) => `Nothing found for “${query}”`,
    noneBody: 'Try fewer words, or others that the documents might use.',
    noneInSome: 'Only the chosen documents were searched.',
    noneInLibrary: 'Only this library was searched.',
    ask: 'Ask this instead',
    tableHeader: 'Header of the table',
    askHint: (where: string) => `Asks it in a new conversation: ${where}`,
  },
  shortcuts: {
    title: 'Keyboard shortcuts',
    open: 'Show them',
    or: 'or',
    hint: 'Shortcuts of a single character do nothing while you type.',
    groups: { everywhere: 'Everywhere', conversations: 'Conversations', documents: 'Documents and search' },
    names: {
      palette: 'Command palette',
      help: 'Keyboard shortcuts',
      search: 'Search',
      settings: 'Settings',
      close: 'Close what is open',
      notice: 'Undo, or do what a notice offers',
      startNew: 'New conversation',
      focusQuestion: 'Go to the question',
      previousConversation: 'Previous conversation',
      nextConversation: 'Next conversation',
      copyAnswer: 'Copy the last answer',
      focusDocuments: 'Go to the documents',
      toggleSource: 'Open or close the source',
      newNote: 'New note',
      send: 'Ask',
      newLine: 'New line in the question',
      ask: 'Ask what was searched for',
    },
    nothingToCopy: 'There is no answer to copy yet.',
  },
  palette: {
    title: 'Command palette',
    label: 'Command or name',
    placeholder: 'A command, a document, a conversation',
    results: 'Results',
    none: 'Nothing has that name.',
    found: (results: number) => count(results, 'result', 'results'),
    groups: {
      recent: 'Used last',
      actions: 'Commands',
      documents: 'Documents',
      conversations: 'Conversations',
      libraries: 'Libraries',
      tags: 'Tags',
    },
    askTagged: (tag: string) => `Ask documents tagged “${tag}”`,
    addFiles: 'Add documents',
    details: (name: string) => `Details of “${name}”`,
    theme: (theme: string) => `Appearance: ${theme}`,
    language: (language: string) => `Language: ${language}`,
    closeSource: 'Close the source',
    exportAs: (format: string) => `Export the conversation as ${format}`,
    print: 'Print the conversation',
  },
  answerText: {
    code: 'Code',
    copy: 'Copy',
    copyCode: 'Copy the code',
    table: 'Table',
    diagram: 'Diagram',
    diagramFailed: 'This diagram could not be drawn, so its source is shown.',
    formulaFailed: 'This formula could not be drawn, so its source is shown.',
  },
  citation: {
    /** `place`: the page, as `page` or the source names it. */
    name: (n: number, document: string, place: string | undefined) =>
      place === undefined
        ? `Citation ${number(n)}: ${document}`
        : `Citation ${number(n)}: ${document}, ${place}`,
    page: (page: number) => `page ${number(page)}`,
    pageShort: (page: number) => `p. ${number(page)}`,
    list: 'Sources',
    open: (document: string) => `Open ${document} at the quoted words`,
    removed: 'removed since',
    removedHint: 'This document was removed since. Its quoted words are kept with the answer.',
    also: (passages: number) => `Also retrieved (${number(passages)})`,
    openPassage: (document: string, place: string | undefined) =>
      place === undefined
        ? `Open ${document} at this passage`
        : `Open ${document}, ${place}, at this passage`,
  },
  notes: {
    startNew: 'New note',
    untitled: 'Untitled note',
    kind: 'Note',
    only: 'Notes only',
    edit: 'Edit',
    open: 'Open',
    saveAnswer: 'Save as note',
    savedAs: (name: string) => `Saved as the note “${name}”.`,
    alreadySavedAs: (name: string) => `This answer is already saved as the note “${name}”.`,
    addQuote: 'Add to note',
    addQuoteTo: 'Add the quote to',
    mode: 'Note',
    write: 'Write',
    read: 'Read',
    textOf: (name: string) => `Text of the note ${name}`,
    placeholder: 'Write in Markdown',
    keys: 'Tab moves an item of a list inwards. Press Escape, then Tab, to leave the text.',
    saving: 'Saving…',
    saved: 'Saved',
    notSaved: 'The note could not be saved. Your text is still here.',
    notLoaded: 'The note could not be opened.',
    goneUnsaved: 'This note was removed elsewhere. What you wrote is still here.',
    keepAsNew: 'Keep as a new note',
    conflict: 'This note was changed in another tab while you wrote here.',
    keepBoth: 'Keep both as notes',
    keepMine: 'Replace it with this text',
    sourceGone: 'The document that this leads to is no longer here.',
    wordsGone: 'The quoted words are no longer in this document.',
  },
  source: {
    close: 'Close source',
    tabs: 'Open documents',
    closeTab: 'Close this document',
    closeNamed: (name: string) => `Close ${name}`,
    closeOthers: 'Close the others',
    removed: 'This document was removed from the library.',
    removedQuote: 'The answer has kept the words that it quotes from it:',
    selection: {
      title: 'Selected text',
      ask: 'Ask about this',
      copy: 'Copy as quote',
      copied: 'Quote copied.',
      copiedShort: 'Copied',
      copyFailed: 'The quote could not be copied.',
      about: (quote: string, source: string) => `About “${quote}” (${source}):`,
      source: (name: string, page: string) => `${name}, ${page}`,
    },
    contents: {
      title: 'Contents',
      show: 'Show',
      outline: 'Outline',
      thumbnails: 'Pages',
      none: 'This document has no headings.',
      close: 'Close contents',
    },
    search: {
      open: 'Search in this document',
      label: 'Search in this document',
      position: (current: number, total: number, isMore: boolean) =>
        isMore
          ? `${number(current)} of more than ${number(total)}`
          : `${number(current)} of ${number(total)}`,
      none: 'Nothing found',
      next: 'Next match',
      previous: 'Previous match',
      close: 'Close search',
    },
    empty: 'Open a document or a citation to read it here.',
    loading: 'Opening the document',
    failed: 'The document could not be opened.',
    citationOf: (current: number, total: number) => `Citation ${number(current)} of ${number(total)}`,
    previous: 'Previous citation',
    next: 'Next citation',
    otherCitation: (n: number) => `Show citation ${number(n)}`,
    asPages: 'Pages',
    asText: 'Text',
    viewAs: 'Show as',
    pageOf: (total: number) => `of ${number(total)}`,
    pageNumber: 'Page',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fitWidth: 'Fit width',
    zoom: (percent: string) => `Zoom ${percent}`,
    page: (page: number, unit: PageUnit) => `${unitNames[unit]} ${number(page)}`,
    pagesFailed: 'The pages could not be drawn, so the text is shown.',
    quoteGone: 'This document has changed since it was quoted: the quoted words are not in it any more.',
    notLocated:
      'The quoted words are on this page, but could not be marked on it. They are marked in the text.',
    listItem: (value: number) => `${number(value)}.`,
    code: 'Code',
    table: 'Table',
    document: (name: string) => `Text of ${name}`,
  },
  details: {
    open: 'Details',
    openNamed: (name: string) => `Details of ${name}`,
    title: 'Details of a document',
    close: 'Close details',
    show: 'Show',
    removed: 'This document is no longer here.',
    about: 'About',
    original: 'Original',
    extracted: 'Text read from it',
    textFailed: 'The text could not be opened.',
    facts: {
      title: 'Title',
      path: 'Path',
      format: 'Format',
      size: 'Size',
      text: 'Text',
      added: 'Added',
      modified: 'Changed',
      hash: 'SHA-256',
    },
    characters: (characters: number) => count(characters, 'character', 'characters'),
    tokens: (tokens: number) => count(tokens, 'token', 'tokens'),
    coverage: 'How much could be read',
    /** By pages, sheets and the like where the document has them. */
    understood: (share: string, unit: PageUnit | undefined) =>
      unit === undefined ? `${share} of its text` : `${share} of its ${unit}s`,
    charactersPer: (unit: PageUnit) => `Characters per ${unit}`,
    onlyEmpty: (pages: number) => `Only the ${number(pages)} without text`,
    pageEmpty: 'no text',
    pageFailed: 'not read',
    goToPage: (page: number, what: string) => `Go to page ${number(page)}: ${what}`,
    encoding: 'Character encoding',
    scripts: {
      unicode: 'Unicode',
      'simplified-chinese': 'Simplified Chinese',
      'traditional-chinese': 'Traditional Chinese',
      japanese: 'Japanese',
      korean: 'Korean',
      western: 'Western European',
      'central-european': 'Central European',
      cyrillic: 'Cyrillic',
      greek: 'Greek',
      turkish: 'Turkish',
      baltic: 'Baltic',
      hebrew: 'Hebrew',
      arabic: 'Arabic',
      thai: 'Thai',
      vietnamese: 'Vietnamese',
    } satisfies Record<EncodingScript, string> as Record<EncodingScript, string>,
    previewing: 'Reading the beginning',
    allDecoded: 'Every character could be read.',
    sample: 'The beginning in this encoding',
    useEncoding: 'Read the document again like this',
    recogniseEncoding: 'Read it again in the encoding that is recognised',
    file: 'File',
    beingRead: 'Being read again. Until that is done, the document stays as it is.',
    readFailed: 'Reading it again did not work, so it stays as it was.',
    readAgain: 'Read again',
    readAgainHint: 'The file is stored here, so the original is not needed.',
    save: 'Save the original',
    notShown: 'The browser cannot show files of this format. The original can be saved and opened elsewhere.',
    onlyBeginning: (size: string) => `Only the beginning is shown; the file has ${size}.`,
    showPassages: 'Show passages',
    passages: (passages: number, average: number) =>
      `${count(passages, 'passage', 'passages')}, ${number(average)} tokens on average`,
    showRemoved: 'Show what was left out',
    editKinds: {
      'running-header': 'Running header',
      'running-footer': 'Running footer',
      'page-number': 'Page number',
      hyphenation: 'Hyphen at a line end',
      ligature: 'Ligature',
      width: 'Character width',
      unmapped: 'Unreadable characters',
      annotation: 'Form field or note',
      cue: 'Time or speaker',
      reading: 'Reading aid',
      navigation: 'Navigation',
      notice: 'Notice',
    } satisfies Record<TextEditKind, string> as Record<TextEditKind, string>,
    editCount: (kind: string, edits: number) => `${kind}: ${number(edits)}`,
    listJoint: ', ',
    tableHeader: (header: string) => `Table header: ${header}`,
    boundary: (passage: number, tokens: number, place: string, header: string | undefined) =>
      [
        `Passage ${number(passage)}`,
        count(tokens, 'token', 'tokens'),
        ...(place === '' ? [] : [`under ${place}`]),
        ...(header === undefined ? [] : [`table header ${header}`]),
      ].join(', '),
  },
  splitting: {
    open: 'How documents are split',
    title: 'How documents are split',
    titleOf: (name: string) => `How “${name}” is split`,
    passages: 'Passages',
    change: 'Change how it is split',
    strategy: 'Way to split',
    strategies: {
      structure: {
        name: 'By structure',
        about: 'Along headings, paragraphs and sentences. Suits most documents.',
      },
      questions: {
        name: 'Questions and answers',
        about: 'A question and its answer stay together. For FAQ pages and interviews.',
      },
      fixed: {
        name: 'Fixed size',
        about: 'Passages of one length that overlap. For text without structure, such as transcripts.',
      },
      sections: {
        name: 'Whole sections',
        about: 'A heading with all that stands below it. For short sections that are read as a whole.',
      },
    } satisfies Record<SplittingKind, StrategyWords> as Record<SplittingKind, StrategyWords>,
    describe: (splitting: SplittingStrategy) => {
      switch (splitting.kind) {
        case 'structure':
          return `By structure, about ${number(splitting.tokens)} tokens each`;
        case 'questions':
          return 'Questions with their answers';
        case 'fixed':
          return `Fixed size: ${number(splitting.tokens)} tokens, ${number(splitting.overlap)} of them shared`;
        case 'sections':
          return 'Whole sections';
      }
    },
    targetTokens: 'Tokens, about',
    tokens: 'Tokens',
    overlap: 'Overlap',
    problems: {
      'too-few-tokens': (fewest: number) => `At least ${number(fewest)} tokens are needed for a passage.`,
      'too-many-tokens': (_: number, most: number) =>
        `The search model reads no more than ${number(most)} tokens of a passage.`,
      'overlap-not-smaller': () => 'The overlap must be smaller than the passage.',
      'not-whole': () => 'Write a whole number.',
    } satisfies Record<SplittingProblem, ProblemWords> as Record<SplittingProblem, ProblemWords>,
    preview: 'What comes of it',
    previewOf: 'Document',
    previewing: 'Splitting the document',
    previewFailed: 'The document could not be split.',
    noDocuments: 'Once the library has a document, its passages are shown here.',
    summary: (passages: number, average: number, longest: number) =>
      `${count(passages, 'passage', 'passages')}, ${number(average)} tokens on average, ${number(longest)} at most`,
    shared: 'Also in the passage before',
    useForNew: 'Use for documents added from now on',
    usedForNew: 'New documents will be split like this.',
    useForAll: (documents: number) =>
      documents === 1
        ? 'Use, and split the document here again'
        : `Use, and split the ${number(documents)} documents here again`,
    useForDocument: 'Split this document again',
  },
  /** All else of the screen of models is in `models/`. */
  models: {
    dropTitle: 'Drop to add a model',
    offer: {
      title: (models: number) =>
        models === 1
          ? 'This is a model, not a document'
          : `These are ${number(models)} models, not documents`,
      body: (names: string, models: number) =>
        models === 1
          ? `Add ${names} to the models? It is copied into this browser, and nothing is sent.`
          : `Add ${names} to the models? They are copied into this browser, and nothing is sent.`,
      action: 'Add to the models',
      keep: 'Leave out',
    },
    browsersOwn: 'The browser’s own model',
    title: 'Models',
    open: 'Models',
  },
  settings: {
    title: 'Settings',
    open: 'Settings',
    appearance: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    locales: { system: 'As the browser', en: 'English', zh: '中文' },
    engine: 'Answers',
    engines: {
      auto: 'Automatic',
      extractive: 'Quotes only',
      model: 'My choice',
    },
    chooseModel: 'Choose a model',
    engineHints: {
      auto: 'The best language model on this device writes; without one, answers are quoted.',
      extractive: 'Always quoted word for word from your documents.',
      model: 'Always written by the model that you chose.',
    },
    storage: 'Storage',
    storageUsed: (used: string, quota: string) => `${used} used of about ${quota} that the browser offers.`,
    storageUnknown: 'The browser does not say how much space is used.',
    storagePersistent: 'The browser has promised to keep it.',
    storageEvictable: 'The browser may clear it when the disk runs full.',
    keep: 'Ask the browser to keep it',
    keepRefused: 'The browser did not promise it. Installing the app usually helps.',
    about: 'About',
    version: (version: string) => `Inkstone ${version}`,
    privacy:
      'Documents, questions and answers are kept in this browser and are never sent anywhere. The page loads its own files only, unless you allow model downloads.',
    licences:
      'The app is free software under the Apache License 2.0. The embedded search model is under CC BY-SA 4.0.',
    notices: 'Third-party notices',
    offline: 'You are offline. Everything here goes on working; only model downloads wait.',
  },
  update: {
    waiting: 'A new version is ready.',
    superseded: 'Another tab has moved to a new version.',
    apply: 'Reload now',
    later: 'Later',
    busy: 'An import or an answer is still under way; it is best to let it finish.',
  },
  offline: 'Offline',
  startFailure: {
    title: 'Inkstone could not open its storage',
    reload: 'Reload the page',
    details: 'Details',
  },
  errors: {
    'unsupported-format': {
      problem: 'This kind of file cannot be read yet.',
      advice: 'Save it as PDF, as an office document or as text, and add that.',
    },
    'empty-file': { problem: 'The file is empty.', advice: 'Check the original and add it again.' },
    'no-text': {
      problem: 'No text was found; the pages are probably images.',
      advice: 'Run text recognition (OCR) on it, then add the result.',
    },
    encrypted: {
      problem: 'The file is locked with a password.',
      advice: 'Enter the password, or save a copy without it and add that.',
    },
    locked: {
      problem: 'The file is locked in a way that cannot be opened here.',
      advice: 'Open it in the program it was made with, save a copy without the password, and add that.',
    },
    'wrong-password': {
      problem: 'The password does not open the file.',
      advice: 'Enter it again, or save a copy without it and add that.',
    },
    corrupt: {
      problem: 'The file is damaged and cannot be opened.',
      advice: 'Open it in the program that made it, save it anew, and add it again.',
    },
    'too-large': { problem: 'The file is too large.', advice: 'Split it into parts and add those.' },
    'too-complex': {
      problem: 'Reading the file took too long, so it was stopped.',
      advice: 'It may be damaged, or made to hang. Save it anew in another format and add that.',
    },
    'not-stored': {
      problem: 'The tab was closed before this file was copied.',
      advice: 'Add it again; it takes this place.',
    },
    duplicate: {
      problem: 'The same file is already in this library.',
      advice: 'Nothing needs to be done; this row can be removed.',
    },
    busy: {
      problem: 'Something else is being done with it.',
      advice: 'Try again when that has ended, or stop it.',
    },
    'storage-full': {
      problem: 'There is no space left for this app.',
      advice: 'Free some disk space, or remove documents or models, then try again.',
    },
    'storage-failed': {
      problem: 'The browser could not read or write its storage.',
      advice: 'Reload the page. A private window may not allow storage.',
    },
    'storage-blocked': {
      problem: 'Another tab holds the storage in an older version.',
      advice: 'Close the other tabs of this app and reload.',
    },
    'not-found': {
      problem: 'It is no longer there.',
      advice: 'It may have been removed. Add it again if you need it.',
    },
    'worker-crashed': {
      problem: 'A part of the app stopped unexpectedly.',
      advice: 'Try again. If it happens again, reload the page.',
    },
    'model-load-failed': {
      problem: 'The model could not start.',
      advice: 'Try again, or choose a smaller model. Quoted answers go on working.',
    },
    'model-download-failed': {
      problem: 'The model could not be downloaded.',
      advice: 'Check the connection and that downloads are switched on, then try again.',
    },
    'model-not-found': {
      problem: 'There is no such model at that address.',
      advice: 'Check its name, and the address of the hub or mirror under “Add a model”.',
    },
    'model-gated': {
      problem: 'The model can only be had after its licence has been accepted at the hub.',
      advice: 'Accept it there with your account, download the files, and add them from your own files.',
    },
    'not-a-model-host': {
      problem: 'A web page came back instead of the files of a model.',
      advice: 'The address may be wrong, or the network may ask you to sign in first.',
    },
    'too-many-requests': {
      problem: 'The host of the model asks for a pause.',
      advice: 'Try again in some minutes, or choose another mirror under “Add a model”.',
    },
    'model-damaged': {
      problem: 'Files of the model arrived damaged.',
      advice: 'Download it again, or from another address. What was sound is kept.',
    },
    'model-unsound': {
      problem: 'The model failed its self-test on this device: what it gave made no sense.',
      advice: 'It is not used here. Choose another model; quoted answers go on working.',
    },
    'model-incompatible': {
      problem: 'This model does not run on this device.',
      advice: 'Choose another from the catalogue.',
    },
    'webgpu-unavailable': {
      problem: 'WebGPU is not available here, so no language model can run.',
      advice: 'Use a browser with WebGPU. Quoted answers go on working.',
    },
    'device-lost': {
      problem: 'The model has stopped: the device that it runs on was lost or no longer answers.',
      advice: 'Load the model again. Closing other heavy tabs helps.',
    },
    'out-of-memory': {
      problem: 'There was not enough memory.',
      advice: 'Close other tabs, or use a smaller file or model.',
    },
    'context-overflow': {
      problem: 'The question and what it needs are more than the model can read at a time.',
      advice: 'Ask something shorter, start a new conversation, or choose a model that reads more.',
    },
    offline: { problem: 'There is no connection.', advice: 'Try again once you are online.' },
    'index-unsupported': {
      problem: 'This browser cannot run the search index.',
      advice: 'Update the browser and try again.',
    },
    'invalid-input': { problem: 'That cannot be used as it is.', advice: 'Change it and try again.' },
    internal: {
      problem: 'Something inside the app failed.',
      advice: 'Try again. If it happens again, reload the page.',
    },
  } satisfies Record<ErrorCode, ErrorWords> as Record<ErrorCode, ErrorWords>,
};

/** Every language has every message: a missing one does not compile. */
export type Messages = typeof en;
