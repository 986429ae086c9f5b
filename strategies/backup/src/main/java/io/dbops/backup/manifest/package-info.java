/**
 * The files of a repository that are not rows: identity, signed manifest, contents, definition scripts, and the keys of objects. The formats
 * are those of {@code docs/formats/repository-v1.md}. Written by the pipeline, read by catalogue, verify and restore.
 */
@NullMarked
package io.dbops.backup.manifest;

import org.jspecify.annotations.NullMarked;
