import type { Row } from '../../core/flux/row.ts';
import { Message } from '../parts/Message.tsx';
import { ObjectLink } from '../parts/ObjectLink.tsx';
import { Say } from '../parts/Say.tsx';
import { Moment } from '../parts/Time.tsx';

/** What a row that is not ready says itself, with the object it waits for and the moment it names in it. */
export function StateLine({ row, isPlain = false }: { row: Row; isPlain?: boolean }) {
  const { line, cluster } = row;
  if (!line) return null;
  const { other, message, says } = line;
  const at = says.params?.time;
  const parts = {
    ...(other && {
      other: (
        <ObjectLink
          cluster={cluster}
          to={other}
          kind={other.kind === row.kind ? 'none' : 'word'}
          showNamespace={other.namespace !== row.namespace}
        />
      ),
    }),
    ...(typeof at === 'string' && at !== '' && { time: <Moment at={at} /> }),
    ...(message !== undefined && {
      message: <Message text={message} cluster={cluster} isPlain={isPlain} canCopy={false} />,
    }),
  };
  return <Say {...says} parts={parts} />;
}
