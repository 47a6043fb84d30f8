import type { Locale } from '../locale';
import { modelsEn, type ModelMessages } from './en';
import { modelsZh } from './zh';

export const modelMessages: Readonly<Record<Locale, ModelMessages>> = { en: modelsEn, zh: modelsZh };
