/** The Secret that holds the access token: shipped empty, filled by the sidecar, rotated by clearing its data. */
export const accessSecret = { name: 'lumen-access', key: 'token' } as const;
