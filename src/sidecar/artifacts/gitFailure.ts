/**
 * What Git said, in the words that Flux's conditions have for it: the plugin's rules and people's eyes know those.
 * `isObserved`: the source had an artifact, so Flux asks for the references first.
 */
export function toGitMessage(said: string, url: string, isObserved: boolean): string {
  const doing = isObserved ? `unable to list remote for '${url}'` : `unable to clone '${url}'`;
  if (/could not read (Username|Password)|Authentication failed|error: 40[13]/i.test(said)) {
    // That Git would have asked for a name says nothing that a person could use.
    const detail = /could not read/.test(said) ? '' : `: ${firstLine(said)}`;
    return `${doing}: authentication required${detail}`;
  }
  if (/repository '.*' not found|error: 404/.test(said)) {
    // What the server says beside its 404 is part of it, to the end of the line.
    const [, detail] = /^remote: (.*)$/m.exec(said) ?? [];
    return `${doing}: repository not found${detail ? `: ${detail}\n` : ''}`;
  }
  const asked = `${url}/info/refs?service=git-upload-pack`;
  if (/Failed to connect|Connection refused|Couldn't connect/i.test(said)) {
    return `${doing}: Get "${asked}": dial tcp ${hostOf(url)}: connect: connection refused`;
  }
  if (/Could not resolve host/i.test(said)) {
    return `${doing}: Get "${asked}": dial tcp: lookup ${hostOf(url).replace(
      /:\d+$/,
      ''
    )}: no such host`;
  }
  if (/not done within/.test(said)) return `${doing}: context deadline exceeded`;
  return `${doing}: ${firstLine(said)}`;
}

function firstLine(said: string): string {
  const [line = said] = said.split('\n').filter(text => text.trim());
  return line.replace(/^(fatal|error|remote): /, '');
}

function hostOf(url: string): string {
  try {
    const { protocol, hostname, port } = new URL(url);
    const usual = { 'http:': '80', 'https:': '443', 'ssh:': '22' }[protocol] ?? '';
    return `${hostname}:${port || usual}`;
  } catch {
    return url;
  }
}
