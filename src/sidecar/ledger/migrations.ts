/** "Lumn": whose file it is, in the file's header. */
export const applicationId = 0x4c756d6e;

/**
 * Each brings a file from the version of its index to the next; what has been released is never edited.
 * Children are written before what names them, each part in a transaction of its own: a kill between two leaves parts
 * that nothing names, which the next `retain` sweeps, and never a name without its part.
 */
export const migrations: readonly string[] = [
  `
  -- Sources, and whatever outcomes and events are about: KIND/NAMESPACE/NAME.
  CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE object (id INTEGER PRIMARY KEY, hash ANY NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;

  -- An object as a build has it: with its ref, as JSON, and its file.
  CREATE TABLE item (
    id INTEGER PRIMARY KEY, object INTEGER NOT NULL REFERENCES object, ref TEXT NOT NULL, file TEXT
  ) STRICT;
  CREATE INDEX item_object ON item (object);

  CREATE TABLE build (id INTEGER PRIMARY KEY, hash ANY NOT NULL UNIQUE) STRICT;
  CREATE TABLE build_item (
    build INTEGER NOT NULL REFERENCES build ON DELETE CASCADE, position INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES item, PRIMARY KEY (build, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX build_item_item ON build_item (item);

  -- The fields of a node but its key and its build, as JSON.
  CREATE TABLE node (
    id INTEGER PRIMARY KEY, key ANY NOT NULL, build INTEGER REFERENCES build, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX node_key ON node (key);
  CREATE INDEX node_build ON node (build);

  CREATE TABLE tree (id INTEGER PRIMARY KEY, hash ANY NOT NULL UNIQUE) STRICT;
  CREATE TABLE tree_node (
    tree INTEGER NOT NULL REFERENCES tree ON DELETE CASCADE, position INTEGER NOT NULL,
    node INTEGER NOT NULL REFERENCES node, PRIMARY KEY (tree, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tree_node_node ON tree_node (node);

  -- In the order of their ids, whatever the clock said. \`facts\`: of the commit.
  CREATE TABLE revision (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES thing, revision ANY NOT NULL, digest ANY NOT NULL,
    seen_at INTEGER NOT NULL, was_there INTEGER NOT NULL, tree INTEGER REFERENCES tree, problem TEXT, facts BLOB
  ) STRICT;
  CREATE INDEX revision_source ON revision (source);
  -- Enough of the hash to find it by: half the bytes of a revision that changed nothing would be its index.
  CREATE INDEX revision_start ON revision (substr(revision, 1, 6));
  CREATE INDEX revision_tree ON revision (tree);

  CREATE TABLE outcome (
    id INTEGER PRIMARY KEY, object INTEGER NOT NULL REFERENCES thing, at INTEGER NOT NULL, state TEXT NOT NULL,
    revision ANY, reason TEXT, message TEXT, duration REAL
  ) STRICT;
  CREATE INDEX outcome_object ON outcome (object, at);

  CREATE TABLE event (
    id INTEGER PRIMARY KEY, object INTEGER NOT NULL REFERENCES thing, at INTEGER NOT NULL, type TEXT NOT NULL,
    reason TEXT NOT NULL, message TEXT NOT NULL, revision ANY, by TEXT, uid TEXT UNIQUE
  ) STRICT;
  CREATE INDEX event_object ON event (object, at);
  `,
];
