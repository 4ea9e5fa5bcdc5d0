import { builtInColumns } from './builtInColumns.ts';
import { age, ageText, type Column, column } from './column.ts';
import { compilePath } from './jsonPath.ts';
import { qualifiedResource, type ResourceType } from './schema/resourceType.ts';

const name: Column = {
  ...column('Name', object => object.metadata.name),
  format: 'name',
};

/** The columns of `kubectl get`: of the CustomResourceDefinition, or those that people know, else name and age. */
export function columnsOf(type: ResourceType): Column[] {
  const own = type.printerColumns;
  if (own?.length) return [name, ...own.map(toColumn)];
  const known = builtInColumns[qualifiedResource(type)];
  return known ? [name, ...known] : [name, age];
}

function toColumn(described: NonNullable<ResourceType['printerColumns']>[number]): Column {
  const { type, jsonPath, format = '', description = '', priority = 0 } = described;
  const path = compilePath(jsonPath);
  return {
    name: described.name,
    type,
    format,
    description,
    priority,
    cell(object, now) {
      const values = path(object);
      const [value] = values;
      if (value === undefined) return null;
      if (type === 'date') return ageText(String(value), now);
      if (type === 'integer' || type === 'number' || type === 'boolean') return value;
      if (values.length > 1) return values.map(toText).join(',');
      return toText(value);
    },
  };
}

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
