/**
 * The vocabulary of migrations: what an application asks for and what it is told. The engine of dbops-migration implements {@link io.dbops.migration.Migrations}.
 */
@NullMarked
package io.dbops.migration;

import org.jspecify.annotations.NullMarked;
