/**
 * The window that a .gguf file is opened with, where the model offers as much and nobody asks for another. On the
 * processor, a longer one takes minutes to be read, and its keys and values memory that a tab does not have.
 */
export const ggufWindowTokens = 4096;
