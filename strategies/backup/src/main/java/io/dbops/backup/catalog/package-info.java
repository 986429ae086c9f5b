/**
 * Which backups a repository holds, as far as their manifests are signed by trusted writers and follow one another. Fed by the store,
 * read by the engine, verify and restore.
 */
@NullMarked
package io.dbops.backup.catalog;

import org.jspecify.annotations.NullMarked;
