// The first thing that runs, on whatever Node the user has: it installs what is missing, finds a Node 24
// for everything else, and hands over. Plain JavaScript without dependencies, for Node 20.19.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const commands = [
  'demo',
  'changes',
  'why',
  'test',
  'test:cluster',
  'test:faults',
  'test:long',
  'check',
  'build',
  'bench',
  'screenshot',
];
const [command, ...args] = process.argv.slice(2);

/** One clear line, and exit code 2: the caller can mend it. */
function refuse(line) {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const of = file => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [wanted, present] = [of(join(root, 'package-lock.json')), of(installed)];
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version
  );
}

function install() {
  process.stderr.write(
    'Installing npm packages from the lock file: about 900 MB in node_modules, one to two minutes the first time.\n'
  );
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) refuse('npm ci failed: see its message above.');
}

/** The Node 24 that npm brought for this platform, else the one that runs us, if it is 24 or newer. */
function findNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  for (const name of [`node-${platform}`, `node-bin-${platform}`]) {
    const path = join(root, 'node_modules', name, 'bin', binary);
    if (existsSync(path)) return path;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return refuse(
    `No Node 24 for ${platform} was installed by npm, and this is Node ${process.versions.node}: install Node 24 and run this again with it.`
  );
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (!commands.includes(command))
  refuse(`Unknown command "${command}": one of ${commands.join(', ')}.`);
if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node ${process.versions.node} is too old: Lumen needs 20.19 or newer.`);
}
if (spawnSync('git', ['--version']).status !== 0)
  refuse('git is not on PATH: install Git and run this again.');
if (!isInstalled()) install();

// `test:cluster` is testCluster.ts.
const file = `${command.replace(/:./, part => part[1].toUpperCase())}.ts`;
const child = spawn(findNode(), [join(root, 'src/cli', file), ...args], {
  cwd: root,
  // The channel tells the child when we are gone, even by kill -9.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
// Ctrl-C reaches the child by itself (same terminal); a signal sent to us alone is passed on. We wait for it either way.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
