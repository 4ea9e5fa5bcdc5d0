/** Whether a text is of a format. Formats that the API server does not check are not checked here. */
export function isOfFormat(format: string, text: string): boolean {
  return formats[format]?.(text) ?? true;
}

const duration = /^(-?([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+|0)$/;

const formats: Record<string, (text: string) => boolean> = {
  'date-time': text =>
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
  date: text => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  byte: text => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text),
  duration: text => duration.test(text),
  uuid: text => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text),
  ipv4: text => isAddress(text),
  ipv6: text => text.includes(':') && /^[0-9a-f:.]+$/i.test(text),
  cidr: text => /^[0-9a-f:.]+\/\d{1,3}$/i.test(text),
  uri: text => /^([a-z][a-z0-9+.-]*:|\/)/i.test(text),
  email: text => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: text => text.length <= 255 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?$/i.test(text),
};

function isAddress(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
