import type { Controller } from '../../../core/flux/controllers.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { Moment } from '../../parts/Time.tsx';

/** How often containers began anew, and how the last of them ended. */
export function Restarts({
  controller: { restarts, ended, wanted },
  cluster,
  isComplete,
}: {
  controller: Controller;
  cluster: string;
  /** Everything was read, or may not be. */
  isComplete: boolean;
}) {
  const words = useWords();
  if (restarts === undefined && wanted > 0) {
    return <>{words(isComplete ? 'controllers.unseen' : 'applied.reading')}</>;
  }
  return (
    <>
      {!restarts ? words('controllers.restarts.none') : restarts}
      {ended && (
        <span className="more">
          <Say
            id={ended.at ? 'controllers.ended.at' : 'controllers.ended'}
            params={{ reason: ended.reason ?? '', code: ended.code }}
            parts={{
              pod: (
                <ObjectLink
                  cluster={cluster}
                  to={ended.pod}
                  kind="none"
                  showNamespace={false}
                  text={words('controllers.ended.pod')}
                />
              ),
              ...(ended.at ? { time: <Moment at={ended.at} /> } : {}),
            }}
          />
        </span>
      )}
    </>
  );
}
