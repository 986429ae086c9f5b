/**
 * Writes, at build time, what is known about the scripts of a folder, so that a start need not read them. Fed by a folder of classes and
 * resources; feeds the source of class-path migrations.
 */
@NullMarked
package io.dbops.migration.index;

import org.jspecify.annotations.NullMarked;
