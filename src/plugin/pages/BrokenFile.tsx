import { Box } from '@mui/material';
import type { Evidence } from '../../core/diagnosis/finding.ts';
import { fileInSource } from '../../core/flux/buildError.ts';
import { record, text } from '../../core/kubernetes/object.ts';
import type { Sentence } from '../../core/sentence.ts';
import { useObject } from '../live/useObject.ts';
import { Say } from '../parts/Say.tsx';
import { rowOf } from './rows.ts';
import { SourceFile } from './SourceFile.tsx';

/** The file that a build broke on, at the revision that was built. */
function BrokenFile({
  cluster,
  file,
  seen: { object, message = '' },
}: {
  cluster: string;
  file: string;
  seen: Evidence;
}) {
  const { entry } = useObject(cluster, 'Kustomization', object.namespace, object.name);
  const row = entry && rowOf(entry);
  if (!row?.sourceRef) return <>{file}</>;
  const { attempted, current } = row.revisions;
  const path = text(record(row.object.spec).path) ?? '';
  return (
    // Within a sentence colour alone does not tell a link.
    <Box component="span" sx={{ '& a': { textDecoration: 'underline' } }}>
      <SourceFile
        cluster={cluster}
        source={row.sourceRef}
        revision={attempted ?? current}
        file={fileInSource(file, message, path)}
        text={file}
      />
    </Box>
  );
}

/** A sentence of a cause, in which a file that is there and broken is a link. */
export function SayFile({
  says,
  evidence,
  cluster,
}: {
  says: Sentence;
  evidence: readonly Evidence[];
  cluster: string;
}) {
  const file = says.params?.file;
  const [seen] = evidence;
  const isBroken = /^(cause|remedy)\.yaml/.test(says.id);
  if (!isBroken || !seen || typeof file !== 'string') return <Say {...says} />;
  return <Say {...says} parts={{ file: <BrokenFile {...{ cluster, file, seen }} /> }} />;
}
