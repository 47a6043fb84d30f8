import { offerToWorker } from '../rpc/peers';
import { createBuiltInModel } from './built-in-model';

/** Lets the language-model worker use the browser's own model, which only windows have. */
export function offerBuiltInModel(worker: Worker): void {
  offerToWorker(worker, createBuiltInModel(), 'builtInModel');
}
