import { diagnose, type Diagnosis } from '../core/diagnosis/diagnose.ts';
import type { Cause } from '../core/diagnosis/finding.ts';
import { type Reconciler, reconcilersIn } from '../core/diagnosis/reconcilers.ts';
import { createSuspects } from '../core/diagnosis/suspects.ts';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import { refText, toRef } from '../core/kubernetes/ref.ts';
import { type ReadWorld, readWorld } from '../node/diagnosis/readWorld.ts';
import { createClient } from '../node/kubernetes/client.ts';
import { harmless } from './harmless.ts';
import { printWhy, stateOf, wordsOf } from './printWhy.ts';
import { readAccess } from './readAccess.ts';
import { parseWhyFlags, type WhyFlags, whyUsage } from './whyFlags.ts';

const couldNotLook = 2;
/** Milliseconds for all of it: a cluster that does not answer by then is not looked at. */
const patience = 60_000;

/** The causes behind one object: those that hold it up, or that it is itself. */
function behind({ causes, notices }: Diagnosis, of: string | undefined): Diagnosis {
  if (of === undefined) return { causes, notices };
  const concerns = ({ object, workload, victims }: Cause) =>
    [object, ...(workload ? [workload] : []), ...victims.map(victim => victim.object)].some(
      ref => refText(ref) === of
    );
  return { causes: causes.filter(concerns), notices: notices.filter(concerns) };
}

function toJson(
  { causes, notices }: Diagnosis,
  world: ReadWorld,
  reconcilers: readonly Reconciler[],
  of: KubernetesObject | undefined
): string {
  const told = ({ says, remedy, object, workload, through, victims, ...cause }: Cause) => ({
    ...cause,
    object: refText(object),
    ...(workload ? { workload: refText(workload) } : {}),
    ...(through ? { through: through.map(refText) } : {}),
    says: wordsOf(says),
    remedy: wordsOf(remedy),
    victims: victims.map(victim => ({ object: refText(victim.object), effect: victim.effect })),
  });
  const { checked, notChecked, unread } = world;
  const healthy = causes.length === 0;
  const about = of && { of: refText(toRef(of)), state: stateOf(of, world) };
  const all = { ...about, healthy, causes: causes.map(told), notices: notices.map(told) };
  const controllers = reconcilers.map(({ ref, component, version }) => ({
    object: refText(ref),
    component,
    version,
  }));
  return JSON.stringify({ ...all, checked, notChecked, unread, controllers }, undefined, 2);
}

/** Looks and prints; answers the exit code. */
async function run(flags: WhyFlags): Promise<number> {
  const client = createClient(await readAccess(flags));
  try {
    const world = await readWorld(client, AbortSignal.timeout(patience));
    const objects = [...world.graph.objects()];
    if (objects.length === 0) {
      const why = world.unread.map(({ what, why }) => `${what}: ${why}`).join('; ');
      throw new Error(`Nothing of Flux could be read here. ${why}`);
    }
    const suspects = createSuspects(world.graph.entries());
    const diagnosis = behind(diagnose(world, suspects), flags.of);
    const of = objects.find(object => refText(toRef(object)) === flags.of);
    if (flags.of && !of) {
      throw new Error(`${flags.of} is not among what could be read here.`);
    }
    const controllers = reconcilersIn(world, suspects);
    process.stdout.write(
      flags.json
        ? `${toJson(diagnosis, world, controllers, of)}\n`
        : printWhy(diagnosis, world, controllers, of)
    );
    return diagnosis.causes.length > 0 ? 1 : 0;
  } finally {
    client.close();
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(whyUsage);
} else {
  process.exitCode = await Promise.resolve()
    .then(() => run(parseWhyFlags(args)))
    .catch((error: unknown) => {
      process.stderr.write(`${harmless(error instanceof Error ? error.message : String(error))}\n`);
      return couldNotLook;
    });
}
