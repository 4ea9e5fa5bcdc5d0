import type { ImageBehaviour } from '../workloads/imageBehaviour.ts';

/**
 * What the registries of the homelab hold: repositories and their tags, those of the past, the one deployed, and
 * newer ones to move to. Any other tag is not found, as it would not be in a real registry.
 */
const tags: Readonly<Record<string, readonly string[]>> = {
  'cr.fluentbit.io/fluent/fluent-bit': ['4.0.11', '4.1.0', '4.1.1'],
  'dock.mau.dev/maubot/maubot': ['v0.5.1', 'v0.5.2'],
  'docker.io/curlimages/curl': ['8.15.0', '8.16.0'],
  'docker.io/fireflyiii/core': ['version-6.4.0', 'version-6.4.2', 'version-6.4.6'],
  'docker.io/gitea/gitea': ['1.24.5-rootless', '1.24.6-rootless', '1.24.7-rootless', '1.25.1'],
  'docker.io/intel/intel-gpu-plugin': ['0.32.1', '0.34.0'],
  'docker.io/itzg/minecraft-server': ['2025.8.1-java21', '2025.9.0-java21', '2025.10.0-java21'],
  'docker.io/jellyfin/jellyfin': ['10.10.6', '10.10.7', '10.11.0', '10.11.3'],
  'docker.io/library/busybox': ['1.36.1', '1.37.0'],
  'docker.io/library/eclipse-mosquitto': ['2.0.21', '2.0.22'],
  'docker.io/library/nginx': ['1.28.0', '1.29.2', '1.29.3'],
  'docker.io/louislam/uptime-kuma': ['1.23.16', '2.0.1'],
  'docker.io/ollama/ollama': ['0.12.5', '0.12.6', '0.12.10', '0.13.0-rc0'],
  'docker.io/phasecorex/red-discordbot': ['3.5.21', '3.5.22'],
  'docker.io/pihole/pihole': ['2025.08.0', '2025.10.3', '2025.11.0'],
  'docker.io/traefik/whoami': ['v1.10.4', 'v1.11.0'],
  'docker.io/valkey/valkey': ['8.1.3-alpine', '8.1.4-alpine', '9.0.0-alpine'],
  'docker.io/vaultwarden/server': ['1.34.1-alpine', '1.34.3-alpine'],
  'ghcr.io/actualbudget/actual': ['25.9.0', '25.10.0', '25.11.0'],
  'ghcr.io/gethomepage/homepage': ['v1.4.6', 'v1.5.0', 'v1.7.0'],
  'ghcr.io/headlamp-k8s/headlamp': ['v0.36.0', 'v0.37.0', 'v0.38.0'],
  'ghcr.io/home-assistant/home-assistant': [
    '2026.9.4',
    '2026.10.1',
    '2026.10.4',
    '2026.11.0',
    '2026.11.2',
  ],
  'ghcr.io/lloesche/valheim-server': ['v2.4.0', 'v2.5.1'],
  'ghcr.io/open-webui/open-webui': ['v0.6.32', 'v0.6.34', 'v0.6.36'],
  'ghcr.io/paperless-ngx/paperless-ngx': ['2.18.3', '2.18.4', '2.19.6'],
  'lscr.io/linuxserver/radarr': ['5.26.2', '5.27.3', '5.27.5', '5.28.0', '6.0.4'],
  'lscr.io/linuxserver/sonarr': ['4.0.14', '4.0.15', '4.0.16'],
  'quay.io/prometheus/prometheus': ['v3.5.0', 'v3.6.0', 'v3.7.3'],
  'quay.io/thanos/thanos': ['v0.39.2', 'v0.40.1'],
  lumen: ['0.1.0'],
};

/** Tags that do not do well on noah: upgrades that a person might push, and then has to understand. */
const behaviours: Readonly<Record<string, ImageBehaviour>> = {
  'lscr.io/linuxserver/radarr:6.0.4': {
    readyAfterSeconds: 30,
    crashes: {
      exitCode: 1,
      afterSeconds: 2,
      log: [
        '[Info] Bootstrap: Starting Radarr - /app/radarr/bin/Radarr - Version 6.0.4.10291',
        '[Info] MigrationController: *** Migrating data source=/config/radarr.db ***',
        '[Fatal] ConsoleApp: EPIC FAIL! database disk image is malformed',
      ],
    },
  },
  'docker.io/jellyfin/jellyfin:10.11.0': {
    needsMemory: '4Gi',
    log: ['[INF] Main: Jellyfin version: 10.11.0', '[INF] Migrating the library database'],
  },
  'ghcr.io/home-assistant/home-assistant:2026.11.0': {
    neverReady: true,
    log: ['ERROR (MainThread) [homeassistant.setup] Setup failed for http: integration not found'],
  },
  'lscr.io/linuxserver/radarr:5.27.5': {
    log: [
      '[Info] Bootstrap: Starting Radarr - /app/radarr/bin/Radarr - Version 5.27.5.10198',
      '[Info] Microsoft.Hosting.Lifetime: Now listening on: http://[::]:7878',
      '[Info] Microsoft.Hosting.Lifetime: Application started. Press Ctrl+C to shut down.',
    ],
  },
};

/**
 * How the kubelet runs an image: like any well-behaved program, or as told above. Undefined where the registry that
 * it names has no such tag; without a tag it is asked for `latest`.
 */
export function imageBehaviour(image: string): ImageBehaviour | undefined {
  const colon = image.lastIndexOf(':');
  const isTagged = colon > image.lastIndexOf('/');
  const name = isTagged ? image.slice(0, colon) : image;
  const tag = isTagged ? image.slice(colon + 1) : 'latest';
  const repository = [name, `docker.io/${name}`, `docker.io/library/${name}`].find(at => tags[at]);
  if (!repository || !tags[repository]?.includes(tag)) return undefined;
  return behaviours[`${repository}:${tag}`] ?? {};
}
