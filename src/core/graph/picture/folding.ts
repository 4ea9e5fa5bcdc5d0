/** How nodes are put together where there are many. */
export type Grouping = 'layer' | 'namespace' | 'owner';

/** What a group stands for: who has the same namespace or applier, or the others beside those that are drawn. */
export interface GroupOf {
  by: Grouping;
  /** A namespace ('' for none), or the id of an applier or of who stands before them; undefined for nobody's. */
  key?: string;
}

export interface FoldingQuery {
  /** Ids of groups that are opened. */
  opened: ReadonlySet<string>;
  /** Nodes that are drawn themselves whatever is folded. */
  pinned: ReadonlySet<string>;
  /** How many boxes at most. */
  limit: number;
}

/** Who is not drawn alone. */
export interface Group {
  id: string;
  of: GroupOf;
  members: readonly string[];
  /** There is no room for its box: it is counted in the one of this node. */
  inside?: string;
}
