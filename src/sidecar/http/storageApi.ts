import { Hono } from 'hono';

/** Serves artifacts to their consumers, as Flux's storage does: no token, names that cannot be anything else. */
export function createStorageApi(read: (path: string) => Promise<Buffer | undefined>): Hono {
  const app = new Hono();
  app.get('/gitrepository/:namespace/:name/:file', async context => {
    const { namespace, name, file } = context.req.param();
    const isPlain = [namespace, name].every(part => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(part));
    if (!isPlain || !/^[0-9a-f]{40,64}\.tar\.gz$/.test(file)) return context.body(null, 404);
    const bytes = await read(`gitrepository/${namespace}/${name}/${file}`);
    if (!bytes) return context.body(null, 404);
    return context.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/gzip' });
  });
  app.notFound(context => context.body(null, 404));
  return app;
}
