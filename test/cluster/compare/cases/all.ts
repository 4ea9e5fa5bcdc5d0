import type { ComparedCase } from '../comparedCase.ts';
import { children } from './children.ts';
import { components } from './components.ts';
import { customResources } from './customResources.ts';
import { deletion } from './deletion.ts';
import { dependencies } from './dependencies.ts';
import { failures } from './failures.ts';
import { force } from './force.ts';
import { generators } from './generators.ts';
import { health } from './health.ts';
import { ignore } from './ignore.ts';
import { images } from './images.ts';
import { layouts } from './layouts.ts';
import { markers } from './markers.ts';
import { names } from './names.ts';
import { namespaces } from './namespaces.ts';
import { patches } from './patches.ts';
import { prune } from './prune.ts';
import { substitution } from './substitution.ts';
import { suspension } from './suspension.ts';

export const cases: readonly ComparedCase[] = [
  ...layouts,
  ...patches,
  ...components,
  ...images,
  ...names,
  ...namespaces,
  ...generators,
  ...substitution,
  ...ignore,
  ...customResources,
  ...prune,
  ...deletion,
  ...suspension,
  ...markers,
  ...force,
  ...children,
  ...dependencies,
  ...health,
  ...failures,
];
