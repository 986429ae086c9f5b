/**
 * What a statement does to which objects, told from its words alone: for the report, for settling a statement that was cut
 * off, for deriving its inverse. Fed by the splitter's statements and the dialect's lexicon; knows no database.
 */
@NullMarked
package io.dbops.migration.statement;

import org.jspecify.annotations.NullMarked;
