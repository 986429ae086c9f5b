/**
 * Takes a backup: reads a snapshot with several readers, stores its rows, definitions, contents and instructions, and commits with the signed
 * manifest. Fed by a backup strategy, feeds the store.
 */
@NullMarked
package io.dbops.backup.pipeline;

import org.jspecify.annotations.NullMarked;
