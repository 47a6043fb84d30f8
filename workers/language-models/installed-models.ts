import { AppError } from '../../src/core/app-error';
import type { InkstoneDatabase } from '../../src/storage/database';
import { ModelRepository } from '../../src/storage/models';
import type { InstalledModels } from './model-slot';

/** The models in the private file system, as the database lists them. */
export function installedModels(database: InkstoneDatabase): InstalledModels {
  const models = new ModelRepository(database);
  return {
    get: async (modelId) => {
      const files = await models.openModelFiles(modelId);
      const model = await models.get(modelId);
      if (!model) throw new AppError('not-found', `${modelId} is not on this device`);
      return { model, files };
    },
  };
}
