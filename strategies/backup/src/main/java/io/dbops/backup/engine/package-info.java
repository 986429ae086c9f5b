/**
 * The backup engine as core finds it: the provider, and the implementation of {@link io.dbops.backup.Backups} over pipeline, catalogue, verify
 * and restore.
 */
@NullMarked
package io.dbops.backup.engine;

import org.jspecify.annotations.NullMarked;
