import { readFileSync } from 'node:fs';
import type { Diagnosis } from '../core/diagnosis/diagnose.ts';
import type { Cause, Effect } from '../core/diagnosis/finding.ts';
import { type DiagnosisWorld, stateIn } from '../core/diagnosis/world.ts';
import type { Controller } from '../core/flux/controllers.ts';
import { fluxKindOf } from '../core/flux/kinds.ts';
import { health } from '../core/kubernetes/health.ts';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import { groupOf, refText, toRef } from '../core/kubernetes/ref.ts';
import type { Sentence } from '../core/sentence.ts';
import type { ReadWorld } from '../node/diagnosis/readWorld.ts';
import { harmless } from './harmless.ts';

const english: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../locales/en/translation.json', import.meta.url), 'utf8')
);

/** A sentence in the words of the plugin. */
export function wordsOf({ id, params = {} }: Sentence): string {
  const text = english[id] ?? id;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

const effectWords: Record<Effect, string> = {
  broken: 'broken by it',
  waiting: 'wait for it',
  stale: 'go on with what they had',
  held: 'held back',
};

/** What one object says of itself: of Flux's kinds the state, of others the health. */
export function stateOf(object: KubernetesObject, world: DiagnosisWorld): string {
  if (!fluxKindOf(groupOf(object.apiVersion), object.kind)) {
    return wordsOf(health(object, world.now).says);
  }
  const { says, message } = stateIn(object, world);
  return [wordsOf(says), message?.split('\n')[0]].filter(Boolean).join(': ');
}

/** A diagnosis for reading: of everything, or of `of`. */
export function printWhy(
  { causes, notices }: Diagnosis,
  world: ReadWorld,
  reconcilers: readonly Controller[] = [],
  of?: KubernetesObject
): string {
  const about = of ? [harmless(`${refText(toRef(of))}: ${stateOf(of, world)}`)] : [];
  const lines = [...about, verdictOf(causes, world, of), ''];
  for (const cause of causes) lines.push(...causeLines(cause, world.now), '');
  for (const notice of notices) lines.push(...causeLines(notice, world.now), '');
  const unread = world.unread.filter(({ why }) => why !== 'not installed');
  for (const { what, why } of unread)
    lines.push(`Not looked at: ${harmless(what)}, ${harmless(why)}`);
  if (reconcilers.length > 0) lines.push(`Reconciled by ${whoOf(reconcilers)}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Each namespace once: `flux-system: source-controller v1.9.4, helm-controller v1.6.3`. */
function whoOf(reconcilers: readonly Controller[]): string {
  const byNamespace = new Map<string, string[]>();
  for (const { ref, version } of reconcilers) {
    const said = [ref.name, ...(version ? [version] : [])].join(' ');
    byNamespace.set(ref.namespace, [...(byNamespace.get(ref.namespace) ?? []), said]);
  }
  return [...byNamespace]
    .map(([namespace, names]) => harmless(`${namespace}: ${names.join(', ')}`))
    .join('; ');
}

function verdictOf(
  causes: readonly Cause[],
  { checked, notChecked }: ReadWorld,
  of: KubernetesObject | undefined
): string {
  const looked = `${checked} applied objects looked at, ${notChecked} not`;
  if (causes.length === 0) {
    return of ? `Nothing broken holds it up (${looked}).` : `Nothing is broken (${looked}).`;
  }
  const victims = new Set(
    causes.flatMap(cause => cause.victims.map(({ object }) => refText(object)))
  );
  const things = causes.length === 1 ? '1 thing is' : `${causes.length} things are`;
  const others = victims.size === 1 ? '1 other suffers' : `${victims.size || 'no'} others suffer`;
  return `${things} broken, ${others} from it (${looked}).`;
}

function causeLines(cause: Cause, now: number): string[] {
  const { object, workload, says, remedy, command, since, victims, evidence, isNotice } = cause;
  const shown = workload ? `${refText(workload)} (${refText(object)})` : refText(object);
  const begun = since && Date.parse(since.time);
  const ago =
    begun === undefined ? '' : `  ${since?.atLeast ? 'at least ' : ''}${agoOf(now - begun)}`;
  const lines = [`${isNotice ? 'note' : 'BROKEN'}  ${shown}: ${wordsOf(says)}${ago}`];
  for (const { object: at, seenIn, message } of evidence) {
    const where = Object.values(seenIn).join(' ');
    lines.push(`  seen in ${refText(at)}, ${where}${message ? `: ${message.split('\n')[0]}` : ''}`);
  }
  for (const effect of ['broken', 'waiting', 'stale', 'held'] as const) {
    const names = victims
      .filter(victim => victim.effect === effect)
      .map(each => refText(each.object));
    if (names.length > 0) lines.push(`  ${effectWords[effect]}: ${names.join(', ')}`);
  }
  lines.push(`  to do: ${wordsOf(remedy)}`);
  if (command) lines.push(`         ${command}`);
  return lines.map(harmless);
}

function agoOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
