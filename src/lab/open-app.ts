import type { Startup } from '../services/app-services';
import { createApp, type App, type AppOptions } from '../services/create-app-services';
import { toAppError } from '../core/app-error';
import type { Report } from './protocol';

/** Builds the app's own services and waits until imports and questions can begin. */
export async function openApp(
  options: Pick<AppOptions, 'modelPath' | 'rerankerPath' | 'onRetrieval'>,
  report: Report,
): Promise<App> {
  await report({ kind: 'progress', message: 'starting' });
  const app = await createApp({ baseUrl: import.meta.env.BASE_URL, ...options });
  await ready(app.services.startup);
  return app;
}

function ready(startup: Startup): Promise<void> {
  return new Promise((resolve, reject) => {
    startup.observe((status) => {
      if (status.status === 'ready') resolve();
      if (status.status === 'failed') reject(status.error);
    });
  });
}

/** Runs a command over an app that is closed afterwards; an error says its code. */
export async function withApp<T>(opening: Promise<App>, run: (app: App) => Promise<T>): Promise<T> {
  try {
    const app = await opening;
    try {
      return await run(app);
    } finally {
      app.workers.stopAll();
      app.database.close();
    }
  } catch (error) {
    const { code, message } = toAppError(error);
    throw new Error(message === code ? code : `${code}: ${message}`, { cause: error });
  }
}
