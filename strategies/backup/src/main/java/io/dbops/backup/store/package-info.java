/**
 * Where backups are kept: the directory store, with its durability rules. Fed by the pipeline, read by catalogue, verify and
 * restore; other stores are modules of their own.
 */
@NullMarked
package io.dbops.backup.store;

import org.jspecify.annotations.NullMarked;
