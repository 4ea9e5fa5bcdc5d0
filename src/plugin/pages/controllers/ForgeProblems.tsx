import { Box } from '@mui/material';
import { settingsPath } from '../../headlamp/settings.ts';
import { useForge } from '../../live/useForge.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { TextLink } from '../../parts/TextLink.tsx';

/** Templates for links into the forge that are not taken, where they stand and what they should be. */
export function ForgeProblems({ cluster }: { cluster: string }) {
  const words = useWords();
  const { problems } = useForge(cluster, undefined);
  if (problems.length === 0) return null;
  return (
    <Section title={words('controllers.forge')}>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', fontSize: '0.875rem' }}>
        {problems.map(({ configMap, key, value }) => {
          const [namespace = '', name = ''] = configMap.split('/');
          const to = { group: '', kind: 'ConfigMap', namespace, name };
          return (
            <Box component="li" key={`${configMap} ${key}`} sx={{ py: 0.5 }}>
              <Say
                id="controllers.forge.refused"
                params={{ key, value }}
                parts={{
                  object: configMap ? (
                    <ObjectLink cluster={cluster} to={to} kind="word" />
                  ) : (
                    <TextLink to={settingsPath}>{words('settings.ofBrowser')}</TextLink>
                  ),
                }}
              />
              <Box sx={{ color: 'text.secondary' }}>
                <Say id={`controllers.forge.${key}`} />
              </Box>
            </Box>
          );
        })}
      </Box>
    </Section>
  );
}
