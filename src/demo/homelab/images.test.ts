import { describe, expect, it } from 'vitest';
import { imageBehaviour } from './images.ts';

describe('the images of the homelab', () => {
  it('are there by tag, and not found by any other', () => {
    expect(imageBehaviour('lscr.io/linuxserver/sonarr:4.0.15')).toEqual({});
    expect(imageBehaviour('lscr.io/linuxserver/sonarr:4.0.99')).toBeUndefined();
    expect(imageBehaviour('lscr.io/linuxserver/sonarr')).toBeUndefined();
    expect(imageBehaviour('localhost:5000/sonarr')).toBeUndefined();
  });

  it('of Docker Hub are found by their short names', () => {
    expect(imageBehaviour('nginx:1.29.3')).toEqual({});
    expect(imageBehaviour('gitea/gitea:1.24.6-rootless')).toEqual({});
  });

  it('hold upgrades that crash, eat memory or never get ready', () => {
    expect(imageBehaviour('lscr.io/linuxserver/radarr:6.0.4')?.crashes?.exitCode).toBe(1);
    expect(imageBehaviour('jellyfin/jellyfin:10.11.0')?.needsMemory).toBe('4Gi');
    expect(imageBehaviour('ghcr.io/home-assistant/home-assistant:2026.11.0')?.neverReady).toBe(
      true
    );
  });
});
