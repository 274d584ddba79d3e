/*
 * rehash.c
 *	  rehash: hashes that are not known, made from what versions hold.
 *
 * The table is walked by its pages once, some at a time, each time in a
 * transaction of its own: the pages ahead are never read twice, and rows that
 * were given a hash lie behind or at the end.  A batch takes the lock of a
 * merge, so that the two never wait for each other's rows.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_inherits.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "scd/arguments.h"
#include "scd/clauses.h"
#include "scd/dimension.h"
#include "support/compat.h"
#include "support/spi.h"
#include "support/sqltext.h"

/* a walk through the pages of a table */
typedef struct Walk
{
	Oid			relid;
	BlockNumber next;			/* page to begin with */
	BlockNumber end;
	BlockNumber pages;			/* of a batch */
} Walk;

/*
 * UPDATE <dimension> AS d SET <row_hash> = <hash> WHERE d.ctid >= <page> AND
 *   d.ctid < <page> AND (<row_hash> IS NULL [OR <waits>])
 *
 * A version that waits for an added column has a mark there: it is left waiting,
 * also where it has ended, since a feed that is replaced may open it again; but
 * not where no column is waited for any longer.
 */
static char *
batch_sql(const AccordDimension *dimension, const Walk *walk)
{
	const char *hash = quote_identifier(dimension->row_hash);
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfo(&sql, " AS d SET %s = ", hash);
	accord_clause_row_hash(&sql, dimension, "d", accord_column_is_hashed);
	appendStringInfo(&sql, " WHERE d.ctid OPERATOR(pg_catalog.>=) '(%u,0)'::pg_catalog.tid"
					 " AND d.ctid OPERATOR(pg_catalog.<) '(%u,0)'::pg_catalog.tid AND (d.%s IS NULL",
					 walk->next, walk->next + walk->pages, hash);
	if (!accord_columns_wait(dimension))
	{
		appendStringInfoString(&sql, " OR ");
		accord_clause_waits(&sql, dimension, "d");
	}
	appendStringInfoChar(&sql, ')');
	return sql.data;
}

/* The registration is read again for each batch: it may have been altered. */
static void
run_batch(const Walk *walk)
{
	AccordDimension *dimension = accord_dimension_lock(walk->relid);
	Relation	relation = relation_open(walk->relid, AccessShareLock);
	int			level = NewGUCNestLevel();

	accord_dimension_resolve(dimension, relation);
	(void) set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	accord_spi_utility(batch_sql(dimension, walk));
	AtEOXact_GUC(true, level);
	relation_close(relation, NoLock);
}

/* Pages of the longest partition, and rows of a page if statistics know them. */
static void
begin_walk(Walk *walk, Oid relid, int32 batch)
{
	double		rows = 0;
	double		pages = 0;
	ListCell   *cell;

	walk->relid = relid;
	walk->next = 0;
	walk->end = 0;
	LockRelationOid(relid, AccessShareLock);
	foreach(cell, find_all_inheritors(relid, AccessShareLock, NULL))
	{
		Relation	relation = relation_open(lfirst_oid(cell), NoLock);

		if (RELKIND_HAS_STORAGE(relation->rd_rel->relkind))
			walk->end = Max(walk->end, RelationGetNumberOfBlocks(relation));
		if (relation->rd_rel->reltuples > 0 && relation->rd_rel->relpages > 0)
		{
			rows += relation->rd_rel->reltuples;
			pages += relation->rd_rel->relpages;
		}
		relation_close(relation, NoLock);
	}
	if (rows == 0)
		rows = pages = 1;
	/* without statistics a page may be one of a hundred rows */
	walk->pages = (BlockNumber) Min(MaxBlockNumber, Max(1, batch * pages / (pages == 1 ? 100 : rows)));
}

/* One batch, with a snapshot: a procedure that has committed has none. */
static void
step(Walk *walk, MemoryContext memory)
{
	MemoryContext caller = MemoryContextSwitchTo(memory);

	CHECK_FOR_INTERRUPTS();
	PushActiveSnapshot(GetTransactionSnapshot());
	run_batch(walk);
	PopActiveSnapshot();
	walk->next += walk->pages;
	MemoryContextSwitchTo(caller);
	MemoryContextReset(memory);
}

/* Before any lock that others would wait for. */
static void
check_rights(Oid relid)
{
	AclResult	result = pg_class_aclcheck(relid, GetUserId(), ACL_UPDATE);

	if (result != ACLCHECK_OK)
		aclcheck_error(result, OBJECT_TABLE, get_rel_name(relid));
}

static void
rehash(Oid relid, int32 batch, bool atomic)
{
	MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "accord rehash", ALLOCSET_DEFAULT_SIZES);
	Walk		walk;

	check_rights(relid);
	begin_walk(&walk, relid, batch);
	do
	{
		step(&walk, memory);
		if (!atomic)
			SPI_commit();
	} while (walk.next < walk.end);
}

PG_FUNCTION_INFO_V1(accord_rehash);
Datum
accord_rehash(PG_FUNCTION_ARGS)
{
	bool		atomic = fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
		((CallContext *) fcinfo->context)->atomic;
	int32		batch;

	accord_argument_required(fcinfo, 0, "dimension");
	accord_argument_required(fcinfo, 1, "batch");
	batch = PG_GETARG_INT32(1);
	if (batch < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"batch\" must be at least 1"),
				 errhint("It is the number of versions of a transaction, more or less.")));
	SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC);
	rehash(PG_GETARG_OID(0), batch, atomic);
	SPI_finish();
	PG_RETURN_VOID();
}
