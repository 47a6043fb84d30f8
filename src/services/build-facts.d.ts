/** Whether a cross-encoder lies at `models/reranker/` among the app's files; see `scripts/build/hosted-reranker.mjs`. */
declare const __HOSTS_RERANKER__: boolean;
/** Whether models are hosted beside the app, listed in `models/hosted/index.json`. */
declare const __HOSTS_MODELS__: boolean;
