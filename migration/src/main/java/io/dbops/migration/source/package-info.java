/**
 * Finds migrations: class path, directories, given sources; decides by file name and header what each is. Fed by the
 * application's locations; feeds planning.
 */
@NullMarked
package io.dbops.migration.source;

import org.jspecify.annotations.NullMarked;
