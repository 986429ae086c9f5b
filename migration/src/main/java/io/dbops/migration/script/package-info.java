/**
 * Reads migration scripts: strict UTF-8 text, one streaming lexer driven by a dialect's lexicon, statements with their
 * positions and digests. Fed by script resources; feeds planning and execution.
 */
@NullMarked
package io.dbops.migration.script;

import org.jspecify.annotations.NullMarked;
