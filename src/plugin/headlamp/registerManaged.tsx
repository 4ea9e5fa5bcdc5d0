import {
  registerDetailsViewHeaderActionsProcessor,
  registerDetailsViewSection,
} from '@kinvolk/headlamp-plugin/lib';
import { SectionBox } from '@kinvolk/headlamp-plugin/lib/CommonComponents';
import type { ComponentType, ReactNode } from 'react';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';

/** What the host shows of an object on its own page. */
interface Shown {
  jsonData?: unknown;
  cluster?: string;
}

interface Props {
  object: KubernetesObject;
  cluster: string;
}

/** Ids of the host's buttons that change an object. */
const changing = new Set(['EDIT', 'DELETE', 'SCALE', 'RESTART']);
const id = 'lumen-managed';

interface Parts {
  /** Whether Flux applied it: everything else stays as the host made it. */
  isManaged: (object: KubernetesObject) => boolean;
  useTitle: () => string;
  Frame: ComponentType<{ children: ReactNode }>;
  Section: ComponentType<Props>;
  Warning: ComponentType<Props>;
}

/** On the host's own pages: who applied an object, and a word before the buttons that change it. */
export function registerManaged({ isManaged, useTitle, Frame, Section, Warning }: Parts): void {
  function propsOf(resource: Shown | null | undefined): Props | undefined {
    const object = resource?.jsonData as KubernetesObject | undefined;
    const cluster = resource?.cluster;
    // Half an object is what the host shows of one that it has not read yet.
    return object?.metadata?.name && cluster && isManaged(object) ? { object, cluster } : undefined;
  }

  function ManagedSection({ resource }: { resource: Shown }) {
    const title = useTitle();
    const props = propsOf(resource);
    if (!props) return null;
    return (
      <SectionBox title={title}>
        <Frame>
          <Section {...props} />
        </Frame>
      </SectionBox>
    );
  }
  registerDetailsViewSection(ManagedSection);

  registerDetailsViewHeaderActionsProcessor({
    id,
    processor: (resource, actions) => {
      const props = propsOf(resource);
      const at = actions.findIndex(action => changing.has(String(action.id)));
      // The host asks again and again, each time about what was answered before.
      if (!props || at < 0 || actions.some(action => action.id === id)) return actions;
      const warning = {
        id,
        action: (
          <Frame>
            <Warning {...props} />
          </Frame>
        ),
      };
      return [...actions.slice(0, at), warning, ...actions.slice(at)];
    },
  });
}
