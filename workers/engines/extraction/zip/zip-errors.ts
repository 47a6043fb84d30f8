import {
  ERR_ENCRYPTED,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_INVALID_PASSWORD,
  ERR_SPLIT_ZIP_FILE,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
} from '@zip.js/zip.js/lib/zip-core-reader.js';
import { AppError, isAbortError } from '../../../../src/core/app-error';

/** What zip.js throws, with a code of ours; what is ours already, or a cancellation, as it is. */
export function toZipError(error: unknown, what: string): unknown {
  if (error instanceof AppError || isAbortError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  switch (message) {
    case ERR_ENCRYPTED:
    case ERR_ENCRYPTED_CENTRAL_DIRECTORY:
      return new AppError('encrypted', `${what} is locked with a password.`, { cause: error });
    case ERR_UNSUPPORTED_ENCRYPTION:
      return new AppError('locked', `${what} is encrypted in a way that cannot be opened here.`, {
        cause: error,
      });
    case ERR_INVALID_PASSWORD:
      return new AppError('wrong-password', `The password does not open ${what}.`, { cause: error });
    case ERR_UNSUPPORTED_COMPRESSION:
      return new AppError('unsupported-format', `${what} is compressed in a way that cannot be read.`, {
        cause: error,
      });
    case ERR_SPLIT_ZIP_FILE:
      return new AppError('unsupported-format', 'The file is one part of a split archive.', { cause: error });
    default:
      return new AppError('corrupt', `${what} is damaged: ${message}.`, { cause: error });
  }
}
