import { alpha, Box, type SxProps, type Theme } from '@mui/material';
import type { ReactNode } from 'react';
import { PageNote } from './PageNote.tsx';
import { Say, useWords } from './Say.tsx';
import { Moment } from './Time.tsx';

/** One sheet for all rows: they stand there before anything else can, and are gone soon. */
const loadingStyle: SxProps<Theme> = {
  '& .row': {
    display: 'flex',
    gap: 2,
    alignItems: 'center',
    height: 36,
    borderBottom: 1,
    borderColor: 'divider',
    px: 1.25,
  },
  '& .row span': {
    height: 14,
    width: '10%',
    borderRadius: 1,
    bgcolor: theme => alpha(theme.palette.text.primary, 0.12),
  },
  '& .row .mark': { width: 16, height: 16, borderRadius: '50%' },
};

/** The real layout, not yet filled. After ten seconds it says what it waits for. */
export function LoadingRows({ rows = 8, waitsFor }: { rows?: number; waitsFor?: ReactNode }) {
  const words = useWords();
  return (
    <Box role="status" aria-label={words('page.loading')} sx={loadingStyle}>
      {waitsFor && <Box sx={{ color: 'text.secondary', py: 1 }}>{waitsFor}</Box>}
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="row">
          <span className="mark" />
          <span style={{ width: `${24 + ((index * 7) % 16)}%` }} />
          <span style={{ width: '12%', marginLeft: 'auto' }} />
          <span />
        </div>
      ))}
    </Box>
  );
}

/** The cluster does not know the kind. */
export function NotInstalled({
  kind,
  crd,
  cluster,
}: {
  kind: string;
  crd: string;
  cluster: string;
}) {
  return (
    <PageNote title={<Say id="page.absent" params={{ kind, cluster }} />}>
      <Say id="page.absent.why" params={{ crd }} parts={{ crd: <code>{crd}</code> }} />
    </PageNote>
  );
}

/** The person may not see it: which verb on which resource, and where. */
export function Forbidden({
  verb,
  resource,
  scope,
  cluster,
}: {
  verb: string;
  /** `kustomizations.kustomize.toolkit.fluxcd.io` */
  resource: string;
  /** A namespace; '' for the whole cluster. */
  scope: string;
  cluster: string;
}) {
  return (
    <PageNote title={<Say id="page.forbidden" params={{ resource, cluster }} />} isAlert>
      <Say
        id={scope ? 'page.forbidden.namespace' : 'page.forbidden.cluster'}
        params={{ verb, resource, namespace: scope, cluster }}
      />
    </PageNote>
  );
}

/** It did not work: what was asked, what came back, and when it is tried again. */
export function Failed({
  asked,
  answer,
  retryAt,
}: {
  asked: string;
  answer: string;
  retryAt?: string;
}) {
  return (
    <PageNote title={<Say id="page.failed" />} isAlert>
      <Box>
        <Say
          id="page.failed.what"
          params={{ asked, answer }}
          parts={{ asked: <code>{asked}</code> }}
        />
      </Box>
      {retryAt && <Say id="page.failed.retry" parts={{ time: <Moment at={retryAt} /> }} />}
    </PageNote>
  );
}

/** There are none; or none where is looked, and so many that the filter leaves out. */
export function NothingHere({
  kind,
  example,
  elsewhere,
}: {
  kind: string;
  example?: string;
  /** Of what is not looked at, how many are known. Undefined where everything is looked at. */
  elsewhere?: number;
}) {
  if (elsewhere !== undefined) {
    const id = elsewhere > 0 ? 'page.empty.elsewhere' : 'page.empty.notLooked';
    return (
      <PageNote title={<Say id="page.empty.here" params={{ kind }} />}>
        <Say id={id} params={{ count: elsewhere }} />
      </PageNote>
    );
  }
  return (
    <PageNote title={<Say id="page.empty" params={{ kind }} />} command={example}>
      <Say id={`page.empty.${kind}`} />
    </PageNote>
  );
}

/** A quiet line above content that is still worth reading: stale, partial, deleted while looking. */
export function PageNotice({ children }: { children: ReactNode }) {
  return (
    <Box
      role="status"
      sx={{
        borderLeft: 3,
        borderColor: 'warning.main',
        pl: 1.5,
        py: 0.5,
        my: 1.5,
        color: 'text.secondary',
      }}
    >
      {children}
    </Box>
  );
}
