import { createServer } from 'node:net';

/** Ports that nothing on loopback listens on right now, all different: for programs that cannot be told 0. */
export async function freePorts<Name extends string>(
  ...names: Name[]
): Promise<Record<Name, number>> {
  const held = names.map(() => createServer());
  const ports = {} as Record<Name, number>;
  for (const [index, server] of held.entries()) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address && typeof address === 'object') ports[names[index]!] = address.port;
  }
  await Promise.all(held.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
