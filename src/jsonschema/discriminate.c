/*
 * discriminate.c
 *	  Finds the property that tells the branches of "oneOf" and "anyOf" apart.
 *
 * Unions are often written as a hundred branches, each of which requires a
 * property with a "const" or "enum" of its own.  Then the value of that one
 * property leaves few branches that can pass at all, and the others need not
 * be walked.
 */
#include "postgres.h"

#include "jsonschema/compiler.h"

/* with fewer branches a look-up gains nothing */
#define MIN_BRANCHES 4

/* with fewer values a hash costs more than the search it spares */
#define MIN_HASHED_ENTRIES 16

/* The schema that a branch really is, behind references that stand alone. */
static const AccordSchema *
behind_references(const AccordSchema *schema)
{
	const AccordApplicators *rules = schema->in_place;

	while (rules && rules->ref && schema->object == NULL && schema->resource == 0)
	{
		schema = rules->ref;
		rules = schema->in_place;
	}
	return schema;
}

/* The strings that a property must be one of, if that is what it must be. */
static const AccordValues *
strings_of(const AccordProperty *property)
{
	const AccordSchema *schema = property->schema;
	const AccordValues *values;

	if (!property->required || schema == NULL)
		return NULL;
	values = schema->values;
	while (values && values->next)	/* "const" says most */
		values = values->next;
	return values && values->kinds == ACCORD_KIND_BIT(ACCORD_STRING) ? values : NULL;
}

static const AccordProperty *
find_property(const AccordSchema *schema, const AccordText *name)
{
	const AccordObjectRules *rules = schema->object;

	for (int i = 0; rules && i < rules->nproperties; i++)
		if (accord_key_compare(rules->properties[i].name.data, rules->properties[i].name.len,
							   name->data, name->len) == 0)
			return &rules->properties[i];
	return NULL;
}

/* Number of values by which the property tells all branches; 0 if it does not. */
static int
count_values(const AccordBranches *branches, const AccordText *name)
{
	int			n = 0;

	for (int i = 0; i < branches->count; i++)
	{
		const AccordProperty *property;
		const AccordValues *values;

		property = find_property(behind_references(branches->schemas[i]), name);
		values = property ? strings_of(property) : NULL;
		if (values == NULL)
			return 0;
		n += values->nstrings;
	}
	return n;
}

static int
compare_entries(const void *a, const void *b)
{
	const AccordDiscriminatorEntry *left = a;
	const AccordDiscriminatorEntry *right = b;
	int			order = accord_key_compare(left->value.data, left->value.len,
										   right->value.data, right->value.len);

	return order != 0 ? order : left->branch - right->branch;
}

static uint32
hash_entry(const void *entry)
{
	const AccordDiscriminatorEntry *of = entry;

	return accord_string_hash(of->value.data, of->value.len);
}

static AccordDiscriminator *
make_discriminator(AccordCompiler *compiler, const AccordBranches *branches,
				   const AccordText *name, int nentries)
{
	AccordDiscriminator *made = accord_keep(compiler, sizeof(AccordDiscriminator), 1);

	made->name = *name;
	made->entries = accord_keep(compiler, sizeof(AccordDiscriminatorEntry), nentries);
	for (int i = 0; i < branches->count; i++)
	{
		const AccordValues *values;

		values = strings_of(find_property(behind_references(branches->schemas[i]), name));
		for (int j = 0; j < values->nstrings; j++)
		{
			made->entries[made->nentries].value = values->strings[j];
			made->entries[made->nentries++].branch = i;
		}
	}
	made->nentries = accord_lookup_build(&made->lookup, compiler->program->context,
										 made->entries, made->nentries,
										 sizeof(AccordDiscriminatorEntry),
										 MIN_HASHED_ENTRIES, hash_entry, compare_entries);
	return made;
}

static void
discriminate(AccordCompiler *compiler, AccordBranches *branches)
{
	const AccordSchema *first;

	if (branches->count < MIN_BRANCHES)
		return;
	first = behind_references(branches->schemas[0]);
	for (int i = 0; first->object && i < first->object->nproperties; i++)
	{
		const AccordText *name = &first->object->properties[i].name;
		int			nentries = count_values(branches, name);

		if (nentries == 0)
			continue;
		branches->discriminator = make_discriminator(compiler, branches, name, nentries);
		return;
	}
}

void
accord_find_discriminators(AccordCompiler *compiler)
{
	for (int i = 0; i < compiler->nschemas; i++)
	{
		AccordApplicators *rules = compiler->schemas[i]->in_place;

		if (rules == NULL)
			continue;
		discriminate(compiler, &rules->one_of);
		discriminate(compiler, &rules->any_of);
	}
}
