import { ask } from './ask';
import { benchIngest } from './bench-ingest';
import { benchOpen } from './bench-open';
import { benchSearch } from './bench-search';
import { chaos } from './chaos';
import { cite } from './cite';
import { decode } from './decode';
import { endure } from './endure';
import { evaluate } from './evaluate';
import { parse } from './parse';
import type { Lab, LabEvent, Report } from './protocol';

declare global {
  interface Window {
    lab: Lab;
    /** Given by the command line; absent when a person opens the page. */
    reportToLab?: (event: LabEvent) => Promise<void>;
  }
}

const report: Report = async (event) => {
  await window.reportToLab?.(event);
};

window.lab = {
  ask: (options) => ask(options, report),
  parse: (options) => parse(options, report),
  decode: (options) => decode(options, report),
  chaos: (options) => chaos(options, report),
  endure: (options) => endure(options, report),
  eval: (options) => evaluate(options, report),
  cite: (options) => cite(options, report),
  'bench search': (options) => benchSearch(options, report),
  'bench ingest': (options) => benchIngest(options, report),
  'bench open': (options) => benchOpen(options, report),
};
